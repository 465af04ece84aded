package io.sluice.server.metrics;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many dead letters are open, by pipeline. Counted no more often than every 15 s, since the
 * state database has other work, and beside whoever asks: when that database is away, all else is
 * to be told all the same. Thread-safe.
 */
public final class OpenLetters {
  private static final Duration FRESH = Duration.ofSeconds(15);
  private static final Duration TRUE = Duration.ofMinutes(1);
  private static final Logger log = LoggerFactory.getLogger(OpenLetters.class);

  private final Supplier<Map<String, Long>> count;
  private final Clock clock;
  private final Executor beside;
  private final AtomicBoolean counting = new AtomicBoolean();
  private volatile @Nullable Counted last;

  private record Counted(Instant at, Map<String, Long> byPipeline) {
    private boolean isYoungerThan(Duration age, Instant now) {
      return Duration.between(at, now).abs().compareTo(age) < 0;
    }
  }

  /**
   * @param count asks the state database; pipelines without an open letter may be left out
   */
  public OpenLetters(Supplier<Map<String, Long>> count, Clock clock) {
    this(count, clock, ownThread());
  }

  /**
   * @param beside where to count
   */
  OpenLetters(Supplier<Map<String, Long>> count, Clock clock, Executor beside) {
    this.count = requireNonNull(count);
    this.clock = requireNonNull(clock);
    this.beside = requireNonNull(beside);
  }

  /** One that lives while there is something to count. */
  private static Executor ownThread() {
    ThreadPoolExecutor thread =
        new ThreadPoolExecutor(
            1,
            1,
            FRESH.toSeconds(),
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread counter = new Thread(task, "sluice open letters");
              counter.setDaemon(true);
              return counter;
            });
    thread.allowCoreThreadTimeOut(true);
    return thread;
  }

  /** By pipeline, without those that have none; empty while nobody can tell. */
  public Optional<Map<String, Long>> byPipeline() {
    Instant now = clock.instant();
    Counted known = last;
    boolean fresh = known != null && known.isYoungerThan(FRESH, now);
    if (!fresh && counting.compareAndSet(false, true)) {
      beside.execute(this::countNow);
    }
    return Optional.ofNullable(last)
        .filter(counted -> counted.isYoungerThan(TRUE, now))
        .map(Counted::byPipeline);
  }

  private void countNow() {
    try {
      last = new Counted(clock.instant(), Map.copyOf(count.get()));
    } catch (RuntimeException away) {
      log.debug("Open dead letters cannot be counted", away);
    } finally {
      counting.set(false);
    }
  }
}
