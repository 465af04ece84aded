package io.sluice.acceptance.run;

import io.sluice.engine.fault.Failpoint;
import io.sluice.engine.fault.Failpoints;
import io.sluice.engine.run.DirectEngine;
import io.sluice.engine.run.PipelineRun;
import io.sluice.engine.run.RunOptions;
import io.sluice.engine.run.RunState;
import io.sluice.engine.run.RunStatus;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.file.PipelineReader;
import io.sluice.pipeline.file.ReadResult;
import io.sluice.pipeline.secret.Secrets;
import io.sluice.plugin.Plugins;
import io.sluice.project.ProjectContracts;
import io.sluice.state.StateDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs one pipeline in a process that is there to die. Arguments: plugin path, pipeline file, state
 * folder, {@code once} or {@code run}, and possibly where to die: {@code POLLED>=500} (the first
 * time that so many were polled), {@code AFTER_PREPARE#3} (the third time that it comes there),
 * {@code AFTER_PREPARE#3@500} (the third time since more than so many were polled) or {@code
 * APART:copy} (when the sink {@code copy} has committed what no other sink has). Stops in order
 * when a line, or the end, comes on its standard input.
 */
public final class EngineMain {
  /** What {@code kill -9} would give, so that nobody takes it for an end of its own. */
  static final int DIED = 137;

  private static final String APART = "APART:";

  private EngineMain() {}

  public static void main(String[] args) throws Exception {
    ReadResult read = new PipelineReader().read(Path.of(args[1]));
    Pipeline pipeline =
        read.pipeline().orElseThrow(() -> new IllegalArgumentException(read.problems().toString()));
    RunOptions options = args[3].equals("once") ? RunOptions.ONCE : RunOptions.UNTIL_STOPPED;
    Failpoints failpoints = args.length > 4 ? dieAt(args[4]) : Failpoints.NONE;
    Path folder = Path.of(args[1]).toAbsolutePath().resolveSibling("");
    RunStatus end;
    try (Plugins plugins = Plugins.of(List.of(Path.of(args[0])));
        StateDatabase state = StateDatabase.open(Path.of(args[2]), Clock.systemUTC());
        Secrets secrets = new Secrets();
        DirectEngine engine =
            new DirectEngine(
                plugins,
                state,
                secrets,
                new ProjectContracts(folder, state, secrets, Clock.systemUTC()).contracts(),
                Clock.systemUTC(),
                failpoints)) {
      PipelineRun run = engine.start(pipeline, options);
      say("started");
      stopWhenToldTo(run);
      report(run);
      end = run.awaitEnd();
      say("ended " + end);
    }
    System.exit(end.state() == RunState.FAILED ? 1 : 0);
  }

  private static Failpoints dieAt(String where) {
    if (where.startsWith(APART)) {
      return new Apart(where);
    }
    if (where.contains(">=")) {
      Failpoint point = Failpoint.valueOf(where.substring(0, where.indexOf('>')));
      long detail = Long.parseLong(where.substring(where.indexOf('=') + 1));
      return (reached, found) -> {
        if (reached == point && found >= detail) {
          die(where);
        }
      };
    }
    Failpoint point = Failpoint.valueOf(where.substring(0, where.indexOf('#')));
    String[] times = where.substring(where.indexOf('#') + 1).split("@", 2);
    int last = Integer.parseInt(times[0]);
    long polledBefore = times.length == 1 ? 0 : Long.parseLong(times[1]);
    AtomicInteger count = new AtomicInteger();
    AtomicBoolean counting = new AtomicBoolean(times.length == 1);
    return (reached, found) -> {
      if (reached == Failpoint.POLLED && found > polledBefore) {
        counting.set(true);
      }
      if (reached == point && counting.get() && count.incrementAndGet() == last) {
        die(where);
      }
    };
  }

  /**
   * Keeps every sink but one from committing anything, and dies when that one has committed as much
   * as it can: two epochs, or one if there are no records for another.
   */
  private static final class Apart implements Failpoints {
    private final String where;
    private final String ahead;
    private final AtomicInteger commits = new AtomicInteger();

    Apart(String where) {
      this.where = where;
      this.ahead = " sink " + where.substring(APART.length()) + ",";
    }

    @Override
    public void reach(Failpoint reached, long detail) {
      if (reached == Failpoint.BEFORE_SINK_COMMIT
          && !Thread.currentThread().getName().contains(ahead)) {
        while (true) {
          LockSupport.park();
        }
      }
      if (reached == Failpoint.AFTER_SINK_COMMIT && commits.incrementAndGet() == 2) {
        die(where);
      }
      if (reached == Failpoint.AFTER_SINK_COMMIT) {
        daemon(
            "apart",
            () -> {
              long until = System.nanoTime() + Duration.ofSeconds(3).toNanos();
              while (System.nanoTime() - until < 0) {
                LockSupport.parkNanos(until - System.nanoTime());
              }
              die(where);
            });
      }
    }
  }

  private static void die(String where) {
    say("dies at " + where);
    Runtime.getRuntime().halt(DIED);
  }

  private static void stopWhenToldTo(PipelineRun run) {
    daemon(
        "stdin",
        () -> {
          try {
            System.in.read();
          } catch (IOException e) {
            say("standard input broke: " + e);
          }
          run.stop(Duration.ofSeconds(30));
        });
  }

  private static void report(PipelineRun run) {
    daemon(
        "report",
        () -> {
          try {
            while (!run.awaitEnd(Duration.ofMillis(100)).state().ended()) {
              RunStatus now = run.status();
              say(
                  "delivered "
                      + now.counts().delivered()
                      + " state "
                      + now.state()
                      + " checkpoint "
                      + now.checkpoint()
                      + " error "
                      + now.lastError());
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void say(String text) {
    System.out.println(text);
    System.out.flush();
  }
}
