package io.sluice.server.draft;

import io.sluice.engine.fault.Fault;
import io.sluice.engine.fault.FaultException;
import io.sluice.engine.fault.PluginThread;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.secret.Secrets;
import io.sluice.plugin.PluginException;
import io.sluice.project.InvalidPipelineException;
import io.sluice.project.Project;
import io.sluice.project.ProjectPipeline;
import io.sluice.project.draft.ConnectionTest;
import io.sluice.project.draft.FirstRows;
import io.sluice.project.draft.Preview;
import io.sluice.project.draft.TestOutcome;
import io.sluice.server.file.NewFile;
import io.sluice.server.operate.Refusal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Tries texts that may become pipelines, on their real servers: each on a thread of its own with a
 * deadline, a few at a time. Thread-safe.
 */
final class Trials {
  private static final int MOST = 4;
  private static final Duration WITHIN = Duration.ofSeconds(60);

  /** Those that were given up on are counted until they end: each has a thread and connections. */
  private static final int MOST_HANGING = 16;

  private final Semaphore free = new Semaphore(MOST);
  private final Semaphore threads;
  private final Duration within;
  private final Project project;

  Trials(Project project) {
    this(project, WITHIN, MOST_HANGING);
  }

  /**
   * @param within after how long one is given up on
   * @param mostThreads how many may be at work, those among them that were given up on
   */
  Trials(Project project, Duration within, int mostThreads) {
    this.project = project;
    this.within = within;
    this.threads = new Semaphore(mostThreads);
  }

  /** What shows without any server. */
  List<Problem> check(NewFile file, String text) {
    return within(
        "check the settings", secrets -> () -> pipeline(file, text, secrets).settingProblems());
  }

  /** Asks its servers whether they will have it. */
  TestOutcome test(NewFile file, String text) {
    return within(
        "test the connections",
        secrets ->
            () -> {
              // A file may be meant for a folder that comes with it, and so may its databases.
              try (PassingFolder folder = PassingFolder.of(folder(file))) {
                return ConnectionTest.of(pipeline(file, text, secrets));
              }
            });
  }

  /** Looks at its first rows. */
  Preview firstRows(NewFile file, String text) {
    return within(
        "read the first rows",
        secrets -> () -> FirstRows.of(pipeline(file, text, secrets), Preview.Bounds.USUAL));
  }

  private Path folder(NewFile file) {
    Path folder = project.folder().resolve(file.relative()).getParent();
    return folder == null ? project.folder() : folder;
  }

  private ProjectPipeline pipeline(NewFile file, String text, Secrets secrets) {
    return project.trial(
        project.folder().resolve(file.relative()), text.getBytes(StandardCharsets.UTF_8), secrets);
  }

  /** What it waits for is a server that somebody typed in: nobody else may wait with it. */
  <T> T within(String what, Function<Secrets, Callable<T>> work) {
    if (!free.tryAcquire()) {
      throw new Refusal(
          Refusal.Kind.CONFLICT,
          MOST + " connections are being tried already",
          "Try again when one of them has ended");
    }
    try {
      if (!threads.tryAcquire()) {
        throw new Refusal(
            Refusal.Kind.CONFLICT,
            "tests that were given up on still hang in their connectors, as many as may",
            "Try again when they have ended; look at the connectors, or start the server anew");
      }
      return counted(what, work);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal(Refusal.Kind.FAILED, "Interrupted", null, e);
    } finally {
      free.release();
    }
  }

  /** On a thread that counts until it has really ended, not until it is given up on. */
  private <T> T counted(String what, Function<Secrets, Callable<T>> work)
      throws InterruptedException {
    Secrets secrets = project.secrets().passing();
    AtomicBoolean begun = new AtomicBoolean();
    try (PluginThread thread = new PluginThread("draft", Trials.class.getClassLoader())) {
      return thread.call(
          what,
          within,
          () -> {
            begun.set(true);
            try {
              return work.apply(secrets).call();
            } finally {
              ended(secrets);
            }
          });
    } catch (FaultException e) {
      throw refusal(what, secrets, e);
    } finally {
      if (!begun.get()) { // It was given up on before, and does not begin any more.
        ended(secrets);
      }
    }
  }

  /** Until then it may log, and what it tries is kept out of that. */
  private void ended(Secrets secrets) {
    secrets.close();
    threads.release();
  }

  private Refusal refusal(String what, Secrets secrets, FaultException e) {
    Throwable cause = e.getCause();
    if (cause instanceof Refusal refusal) {
      return refusal;
    }
    if (cause instanceof InvalidPipelineException invalid) {
      return new Refusal(
          Refusal.Kind.INVALID,
          "It is not valid yet, so nobody can " + what,
          "Test it first: what is wrong is then told beside its fields",
          invalid);
    }
    if (e.fault() == Fault.CALL_HANGS) {
      return new Refusal(
          Refusal.Kind.FAILED,
          "Could not " + what + ": " + FaultException.late(within),
          "Something takes connections and says nothing: check the addresses and ports",
          e);
    }
    String said =
        cause instanceof PluginException ? String.valueOf(cause.getMessage()) : e.getMessage();
    return new Refusal(
        Refusal.Kind.FAILED,
        "Could not " + what + ": " + secrets.redact(String.valueOf(said)),
        "Check that the servers run, and their addresses",
        e);
  }
}
