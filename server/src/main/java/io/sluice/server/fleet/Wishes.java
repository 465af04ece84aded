package io.sluice.server.fleet;

import io.sluice.server.access.Identity;
import io.sluice.server.operate.Refusal;
import io.sluice.server.operate.Refusal.Kind;
import io.sluice.server.view.Desired;
import io.sluice.state.history.Audit;
import io.sluice.state.history.AuditAction;
import io.sluice.state.storage.Durability;
import io.sluice.state.storage.Storage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How people want pipelines to be. A wish is in the state, with its entry in the audit, before
 * anything follows from it. Thread-safe.
 */
final class Wishes {
  private static final Logger log = LoggerFactory.getLogger(Wishes.class);

  /**
   * Most runs have ended by then. Who asks by HTTP holds one of the few places for requests
   * meanwhile, and proxies give up after half a minute.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Roster roster;
  private final Storage state;
  private final Clock clock;
  private final Runnable wake;
  private final Duration patience;

  /**
   * @param wake has the fleet look at once
   */
  Wishes(Roster roster, Storage state, Clock clock, Runnable wake) {
    this(roster, state, clock, wake, PATIENCE);
  }

  /**
   * @param patience how long who wants a run to end waits for that at most
   */
  Wishes(Roster roster, Storage state, Clock clock, Runnable wake, Duration patience) {
    this.roster = roster;
    this.state = state;
    this.clock = clock;
    this.wake = wake;
    this.patience = patience;
  }

  void start(Identity who, String name, String reason) {
    ask(
        name,
        pipeline -> {
          requireRunnable(pipeline);
          // One that runs goes on; one that failed, or waits to be tried again, is tried at once.
          boolean anew = !pipeline.isActive();
          write(pipeline, who, AuditAction.PIPELINE_START, Desired.RUNNING, reason);
          pipeline.want(Desired.RUNNING, anew);
        });
  }

  void stop(Identity who, String name, String reason) {
    ManagedPipeline asked =
        ask(
                name,
                pipeline -> {
                  write(pipeline, who, AuditAction.PIPELINE_STOP, Desired.STOPPED, reason);
                  pipeline.want(Desired.STOPPED, false);
                })
            .pipeline();
    await(asked, () -> asked.awaitStopped(patience));
  }

  void pause(Identity who, String name, String reason) {
    ask(
        name,
        pipeline -> {
          if (pipeline.desired() == Desired.STOPPED) {
            throw stopped(name, "paused");
          }
          write(pipeline, who, AuditAction.PIPELINE_PAUSE, Desired.PAUSED, reason);
          pipeline.want(Desired.PAUSED, false);
        });
  }

  void resume(Identity who, String name, String reason) {
    ask(
        name,
        pipeline -> {
          if (pipeline.desired() != Desired.PAUSED) {
            throw new Refusal(
                Kind.CONFLICT,
                "pipeline " + name + " is not paused; it is wanted " + word(pipeline.desired()),
                pipeline.desired() == Desired.STOPPED ? "Start it instead." : null);
          }
          write(pipeline, who, AuditAction.PIPELINE_RESUME, Desired.RUNNING, reason);
          pipeline.want(Desired.RUNNING, false);
        });
  }

  void restart(Identity who, String name, String reason) {
    Asked asked =
        ask(
            name,
            pipeline -> {
              requireRunnable(pipeline);
              if (pipeline.desired() == Desired.STOPPED) {
                throw stopped(name, "restarted");
              }
              write(pipeline, who, AuditAction.PIPELINE_RESTART, pipeline.desired(), reason);
              pipeline.want(pipeline.desired(), true);
            });
    if (asked.before().isPresent()) {
      Execution before = asked.before().get();
      await(asked.pipeline(), () -> asked.pipeline().awaitEndOf(before, patience));
    }
  }

  void runOnce(Identity who, String name, String reason) {
    ask(
        name,
        pipeline -> {
          requireRunnable(pipeline);
          requireEnd(pipeline);
          if (pipeline.desired() != Desired.STOPPED || pipeline.isOccupied()) {
            throw new Refusal(
                Kind.CONFLICT,
                "pipeline " + name + " runs, or is about to; only a stopped one is run once",
                "Stop it first.");
          }
          write(pipeline, who, AuditAction.PIPELINE_RUN_ONCE, Desired.STOPPED, reason);
          pipeline.runOnce();
        });
  }

  private static Refusal stopped(String name, String what) {
    return new Refusal(
        Kind.CONFLICT, "pipeline " + name + " is stopped, and cannot be " + what, "Start it.");
  }

  private static void requireRunnable(ManagedPipeline pipeline) {
    if (pipeline.definition().isEmpty()) {
      throw new Refusal(
          Kind.CONFLICT,
          "pipeline "
              + pipeline.name()
              + " has no version that could run: its file has errors, or was not applied",
          "See what is wrong with sluice plan; then sluice apply.");
    }
  }

  /** A topic has no end: others may write into it, or a source that is read again. */
  private static void requireEnd(ManagedPipeline pipeline) {
    if (pipeline.definition().filter(d -> d.onKafka().isPresent()).isPresent()) {
      throw new Refusal(
          Kind.CONFLICT,
          "pipeline "
              + pipeline.name()
              + " runs on Kafka, where nobody knows of a topic that it has come to its end",
          "Start it, and stop it when its sinks have no record waiting before them.");
    }
  }

  /**
   * A pipeline that was asked something.
   *
   * @param before the run that was under way then; empty if there was none
   */
  private record Asked(ManagedPipeline pipeline, Optional<Execution> before) {}

  /** One at a time for a pipeline; what follows from it is the keeper's. */
  private Asked ask(String name, Consumer<ManagedPipeline> what) {
    ManagedPipeline pipeline = roster.named(name);
    return pipeline
        .asking()
        .during(
            "what is wanted of it is written down",
            () -> {
              Asked asked = new Asked(pipeline, pipeline.running());
              what.accept(pipeline);
              wake.run();
              return asked;
            });
  }

  private void write(
      ManagedPipeline pipeline, Identity who, AuditAction action, Desired desired, String reason) {
    Desired before = pipeline.desired();
    Instant now = clock.instant();
    Refusals.orRefused(
        () ->
            state.write(
                Durability.NOW,
                connection -> {
                  FleetTables.want(connection, pipeline.name(), desired, now, who.name());
                  Audit.insert(
                      connection,
                      now,
                      who.name(),
                      action,
                      pipeline.name(),
                      document(before),
                      document(desired),
                      reason);
                  return action;
                }));
  }

  private static String document(Desired desired) {
    return "{\"desired\":\"" + word(desired) + "\"}";
  }

  private static String word(Desired desired) {
    return desired.name().toLowerCase(Locale.ROOT);
  }

  /** Something to wait for; tells whether it came in time. */
  private interface Awaited {
    boolean comes() throws InterruptedException;
  }

  /** What takes longer ends by itself: its state tells when it has. */
  private static void await(ManagedPipeline pipeline, Awaited end) {
    try {
      if (!end.comes()) {
        log.info("Pipeline {} was asked to end, and is still at it", pipeline.name());
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
