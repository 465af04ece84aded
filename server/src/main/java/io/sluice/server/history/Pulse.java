package io.sluice.server.history;

import static java.util.Objects.requireNonNull;

import io.sluice.engine.fault.Ticker;
import io.sluice.server.view.PipelineView;
import io.sluice.server.view.Pipelines;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's one loop: looks at all pipelines once a second and tells whoever listens. Nobody
 * else polls pipelines. Thread-safe.
 */
public final class Pulse implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Pulse.class);
  private static final Duration PACE = Duration.ofSeconds(1);
  private static final Duration FAREWELL = Duration.ofSeconds(5);

  /** Hears of all pipelines, on the loop's thread; must not wait for anything. */
  @FunctionalInterface
  public interface Listener {
    /**
     * @param all sorted by name
     */
    void look(List<PipelineView> all);
  }

  private final Pipelines pipelines;
  private final Ticker ticker;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService loop;
  private volatile long lastTurn;
  private volatile boolean troubled;
  private volatile List<PipelineView> latest = List.of();

  public Pulse(Pipelines pipelines, Ticker ticker) {
    this.pipelines = requireNonNull(pipelines);
    this.ticker = requireNonNull(ticker);
    this.lastTurn = ticker.nanos();
    this.loop =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "sluice pulse");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Tells this one from the next turn on, behind those that listen already. */
  public void listen(Listener listener) {
    listeners.add(requireNonNull(listener));
  }

  /** Begins to turn; once. */
  public void start() {
    // What cannot be known now is known a second later; nobody counts on ends.
    var unused = loop.scheduleWithFixedDelay(this::turn, 0, PACE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** One turn; for tests, which have no loop. */
  void turn() {
    boolean well = true;
    try {
      List<PipelineView> all = pipelines.all();
      latest = all;
      for (Listener listener : listeners) {
        well &= tell(listener, all);
      }
    } catch (RuntimeException | Error failed) { // One that got out would end all turns.
      complain("Pipelines cannot be looked at", failed);
      well = false;
    }
    troubled = !well;
    lastTurn = ticker.nanos();
  }

  /** What one cannot do takes nothing from the others. */
  private boolean tell(Listener listener, List<PipelineView> all) {
    try {
      listener.look(all);
      return true;
    } catch (RuntimeException | Error failed) {
      complain("What pipelines do cannot be told to " + listener.getClass().getName(), failed);
      return false;
    }
  }

  /** In full once, until a turn goes well. */
  private void complain(String what, Throwable failed) {
    if (troubled) {
      log.debug(what, failed);
    } else {
      log.warn(what, failed);
    }
  }

  /**
   * All pipelines as the last turn saw them, sorted by name: the same list until the next turn has
   * seen them. Empty before the first.
   */
  public List<PipelineView> latest() {
    return latest;
  }

  /** How long ago the last turn ended, or since this was made. */
  public Duration sinceLastTurn() {
    return Duration.ofNanos(Math.max(0, ticker.nanos() - lastTurn));
  }

  /** Looks once more, since much ends together with it, and then no more. */
  @Override
  public void close() {
    try {
      loop.execute(this::turn);
      loop.shutdown();
      if (!loop.awaitTermination(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
        loop.shutdownNow();
      }
    } catch (InterruptedException hurried) {
      loop.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
