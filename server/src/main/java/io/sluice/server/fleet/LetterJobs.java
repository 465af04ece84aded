package io.sluice.server.fleet;

import io.sluice.engine.fault.FaultException;
import io.sluice.engine.run.LogOwner;
import io.sluice.server.fleet.LetterTask.Order;
import io.sluice.server.operate.LetterJob;
import io.sluice.server.operate.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replays and purges that take their time: done in parts on threads of their own, so that nobody's
 * request waits for them, and no more than a part is in memory. One at a time for a pipeline, a few
 * at a time in all. What has become of each letter is in the state; a job is known as long as the
 * process lives. Thread-safe.
 */
final class LetterJobs implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LetterJobs.class);
  private static final int THREADS = 4;
  private static final int REMEMBERED = 100;

  /** In which a part ends by itself, as most do. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Beyond the time that a pipeline has for its stop: to write down what arrived. */
  private static final Duration SETTLING = Duration.ofSeconds(15);

  private final LetterNotes notes;
  private final UnaryOperator<String> redaction;
  private final Clock clock;
  private final Deque<LetterTask> tasks = new ArrayDeque<>();
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          15,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          work -> {
            Thread thread = new Thread(work, "sluice dead letters");
            thread.setDaemon(true);
            return thread;
          });

  LetterJobs(LetterNotes notes, UnaryOperator<String> redaction, Clock clock) {
    this.notes = notes;
    this.redaction = redaction;
    this.clock = clock;
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Begins a job.
   *
   * @throws Refusal if there are no such letters, a job of this pipeline is under way, or it cannot
   *     be noted
   */
  LetterJob begin(Order order, LetterWork work) {
    try {
      if (work.letters() == 0) {
        throw new Refusal(
            Refusal.Kind.NOT_FOUND,
            "pipeline " + order.pipeline() + " has no such open dead letters",
            "They may have been replayed or purged in the meantime.");
      }
      LetterTask task = new LetterTask(order, work.letters(), clock);
      enlist(task);
      begin(task, work);
      return task.view();
    } catch (RuntimeException | Error refused) {
      work.end().run();
      throw refused;
    }
  }

  private void begin(LetterTask task, LetterWork work) {
    boolean noted = false;
    boolean begun = false;
    try {
      if (!work.noted()) {
        notes.begun(task);
        noted = true;
      }
      threads.execute(LogOwner.of(task.pipeline(), () -> run(task, work)));
      begun = true;
    } finally {
      if (!begun) {
        strike(task);
        if (noted) {
          notes.ended(task, true);
        }
      }
    }
  }

  /** One that does not begin stands in nobody's way. */
  private synchronized void strike(LetterTask task) {
    tasks.remove(task);
  }

  private synchronized void enlist(LetterTask task) {
    Optional<LetterTask> other =
        tasks.stream()
            .filter(one -> one.pipeline().equals(task.pipeline()) && !one.ended())
            .findFirst();
    if (other.isPresent()) {
      throw new Refusal(
          Refusal.Kind.CONFLICT,
          "a job with dead letters of " + task.pipeline() + " is under way: " + other.get().id(),
          "Wait until it has ended, or stop it.");
    }
    tasks.addFirst(task);
    if (tasks.size() > REMEMBERED && tasks.peekLast().ended()) {
      tasks.removeLast();
    }
  }

  synchronized List<LetterJob> all(String pipeline) {
    return tasks.stream()
        .filter(one -> one.pipeline().equals(pipeline))
        .map(LetterTask::view)
        .toList();
  }

  synchronized Optional<LetterTask> find(String pipeline, String id) {
    return tasks.stream()
        .filter(one -> one.pipeline().equals(pipeline) && one.id().equals(id))
        .findFirst();
  }

  private void run(LetterTask task, LetterWork work) {
    @Nullable String problem = null;
    try {
      work.steps().take(task);
    } catch (InterruptedException called) {
      // Not passed on: this is the thread's last work, and the log could not be written.
      problem = "The server was stopped";
    } catch (RuntimeException | Error broken) {
      problem = redaction.apply(String.valueOf(broken.getMessage()));
      log.warn("A job with dead letters of {} broke off: {}", task.pipeline(), problem);
      if (!(broken instanceof FaultException || broken instanceof Refusal)) {
        log.debug("In whole:", broken);
      }
    }
    finish(task, work, problem);
  }

  /** Whatever happens here, the job has ended: one that seemed under way would let none begin. */
  private void finish(LetterTask task, LetterWork work, @Nullable String before) {
    @Nullable String problem = before;
    // A pool of connections gives none to a thread that is interrupted, and this is its last work.
    Thread.interrupted();
    try {
      work.end().run();
    } catch (RuntimeException | Error broken) {
      log.warn(
          "What a job with dead letters of {} used was not given back", task.pipeline(), broken);
      problem = problem == null ? redaction.apply(String.valueOf(broken.getMessage())) : problem;
    }
    try {
      // Before anybody hears that it has ended.
      if (!work.noted()) {
        notes.ended(task, problem != null);
      }
    } finally {
      task.end(problem);
    }
  }

  /**
   * Jobs end before their next part. One that takes long is ended in order, as a run is, and waited
   * for as long as its pipeline has for that: whoever takes over must find what arrived marked so.
   */
  @Override
  public void close() {
    Duration most = PATIENCE;
    synchronized (this) {
      for (LetterTask task : tasks) {
        if (!task.ended()) {
          task.stop();
          Duration end = task.stopTimeout().plus(SETTLING);
          most = end.compareTo(most) > 0 ? end : most;
        }
      }
    }
    threads.shutdown();
    try {
      if (threads.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
      threads.shutdownNow();
      if (!threads.awaitTermination(most.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("A job with dead letters did not end within {}", most);
      }
    } catch (InterruptedException called) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
