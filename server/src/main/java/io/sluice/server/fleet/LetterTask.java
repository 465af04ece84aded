package io.sluice.server.fleet;

import io.sluice.server.operate.LetterChoice;
import io.sluice.server.operate.LetterJob;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A job while it is done: who does it tells it how far it is, others look. Thread-safe. */
final class LetterTask {
  private final String id = UUID.randomUUID().toString();
  private final String pipeline;
  private final LetterJob.Kind kind;
  private final LetterChoice choice;
  private final String who;
  private final String reason;
  private final Duration stopTimeout;
  private final long meant;
  private final Clock clock;
  private final Instant startedAt;
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile boolean stopping;
  private LetterJob.State state = LetterJob.State.RUNNING;
  private long done;
  private long failedAgain;
  private @Nullable Instant endedAt;
  private @Nullable String problem;

  LetterTask(Order order, long meant, Clock clock) {
    this.pipeline = order.pipeline();
    this.kind = order.kind();
    this.choice = order.choice();
    this.who = order.who();
    this.reason = order.reason();
    this.stopTimeout = order.stopTimeout();
    this.meant = meant;
    this.clock = clock;
    this.startedAt = clock.instant();
  }

  /**
   * What was asked for.
   *
   * @param stopTimeout how long the pipeline may take to stop in order
   */
  record Order(
      String who,
      String pipeline,
      LetterJob.Kind kind,
      LetterChoice choice,
      String reason,
      Duration stopTimeout) {}

  String id() {
    return id;
  }

  String pipeline() {
    return pipeline;
  }

  LetterJob.Kind kind() {
    return kind;
  }

  LetterChoice choice() {
    return choice;
  }

  String who() {
    return who;
  }

  String reason() {
    return reason;
  }

  Duration stopTimeout() {
    return stopTimeout;
  }

  long meant() {
    return meant;
  }

  /** Some more are through. */
  synchronized void add(long arrived, long failed) {
    done += arrived;
    failedAgain += failed;
  }

  /** Nothing more is begun. */
  void stop() {
    stopping = true;
  }

  boolean stopping() {
    return stopping;
  }

  /**
   * Nothing more comes.
   *
   * @param why it broke off; null if it did not
   */
  synchronized void end(@Nullable String why) {
    problem = why;
    state =
        why != null
            ? LetterJob.State.FAILED
            : stopping && done + failedAgain < meant
                ? LetterJob.State.STOPPED
                : LetterJob.State.DONE;
    endedAt = clock.instant();
    end.countDown();
  }

  synchronized boolean ended() {
    return state.ended();
  }

  void await(Duration most) throws InterruptedException {
    boolean ended = end.await(most.toMillis(), TimeUnit.MILLISECONDS);
    assert !ended || ended();
  }

  /** As it is now. */
  synchronized LetterJob view() {
    return new LetterJob(
        id,
        pipeline,
        kind,
        who,
        reason,
        state,
        meant,
        done,
        failedAgain,
        startedAt,
        Optional.ofNullable(endedAt),
        Optional.ofNullable(problem));
  }
}
