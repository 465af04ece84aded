package io.sluice.server.fleet;

import io.sluice.engine.fault.Failure;
import io.sluice.engine.run.LogOwner;
import io.sluice.engine.run.RunError;
import io.sluice.server.fleet.ManagedPipeline.Order;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes every pipeline towards what is wanted of it. One thread looks and decides; what may take
 * time, starts and stops, is done by others, so that a plugin that hangs holds up its own pipeline
 * and no other (invariant 7).
 */
final class Keeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Keeper.class);

  /** How often those are looked at that are starting or ending. */
  private static final Duration HURRIED = Duration.ofMillis(50);

  /** Beyond the time that a run says it takes to end, for its thread to come to it. */
  private static final Duration TO_BE_HEARD = Duration.ofSeconds(5);

  /** What is interrupted while it starts has so long to say that it does, or that it does not. */
  private static final Duration LAST_STARTS = Duration.ofSeconds(10);

  private final Roster roster;
  private final Runner runner;
  private final FleetSettings settings;
  private final UnaryOperator<String> redaction;
  private final Semaphore news = new Semaphore(0);
  private final ExecutorService starters;
  private final ExecutorService stoppers;
  private final Thread thread;
  private boolean crowded; // Whether one waits for a place to start; of the thread alone.
  private volatile long lookedAt = System.nanoTime();
  private volatile boolean closing;
  private volatile boolean gone; // From here on nobody else ends what has begun to run.

  /**
   * @param redaction takes secrets out of texts of exceptions (invariant 9)
   */
  Keeper(Roster roster, Runner runner, FleetSettings settings, UnaryOperator<String> redaction) {
    this(roster, runner, settings, redaction, Keeper::threads);
  }

  /**
   * @param threads those that start pipelines, and those that stop them
   */
  Keeper(
      Roster roster,
      Runner runner,
      FleetSettings settings,
      UnaryOperator<String> redaction,
      Function<String, ThreadFactory> threads) {
    this.roster = roster;
    this.runner = runner;
    this.settings = settings;
    this.redaction = redaction;
    // As many as there is work for, since each may hang or wait for its sinks; they go afterwards.
    this.starters = Executors.newCachedThreadPool(threads.apply("start"));
    this.stoppers = Executors.newCachedThreadPool(threads.apply("stop"));
    this.thread = new Thread(this::keep, "sluice-fleet");
    thread.setDaemon(true);
  }

  private static ThreadFactory threads(String what) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, "sluice-fleet-" + what + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Begins. */
  void start() {
    thread.start();
  }

  /** Something is wanted otherwise: looks at once. */
  void wake() {
    news.release();
  }

  /**
   * How long ago it has looked at the pipelines, which it does at every glance; zero once it ends
   * them and has nothing more to look at.
   */
  Duration sinceLastLook() {
    return closing ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - lookedAt);
  }

  private void keep() {
    long lookedAtAll = System.nanoTime() - settings.glance().toNanos();
    while (!closing) {
      boolean all = System.nanoTime() - lookedAtAll >= settings.glance().toNanos();
      all |= news.drainPermits() > 0 || crowded;
      if (all) {
        lookedAtAll = System.nanoTime();
      }
      boolean hurry = looked(all);
      lookedAt = System.nanoTime();
      try {
        Duration pause = hurry ? HURRIED : settings.glance();
        if (news.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          news.release(); // For the next pass, which looks at all for it.
        }
      } catch (InterruptedException closed) {
        return;
      }
    }
  }

  /** Whether it should come back soon. Whatever is thrown here, nobody else keeps the pipelines. */
  private boolean looked(boolean all) {
    try {
      return pass(all);
    } catch (Throwable broken) {
      complain("Pipelines could not be looked after", broken);
      return false;
    }
  }

  private static void complain(ManagedPipeline pipeline, String what, Throwable broken) {
    String said = "Pipeline " + pipeline.name() + " " + what;
    LogOwner.of(pipeline.name(), () -> complain(said, broken)).run();
  }

  /** A process that has no memory or no thread left may be unable even to say so. */
  private static void complain(String what, Throwable broken) {
    try {
      log.warn(what, broken);
    } catch (Throwable mute) {
      // The next look says it, if it can.
    }
  }

  private boolean pass(boolean all) {
    int starting = 0;
    for (ManagedPipeline pipeline : roster.all()) {
      starting += isStarting(pipeline) ? 1 : 0;
    }
    boolean hurry = false;
    crowded = false;
    for (ManagedPipeline pipeline : roster.all()) {
      try {
        if (!all && !pipeline.isMoving()) {
          continue;
        }
        Step step = pipeline.next();
        if (step == Step.START && starting >= settings.startsAtOnce()) {
          crowded = true;
        } else {
          starting += step == Step.START ? 1 : 0;
          take(step, pipeline);
        }
        hurry |= step != Step.NOTHING || pipeline.isMoving();
      } catch (Throwable broken) {
        // One pipeline's trouble is no other's, and a plugin's classes throw what they like.
        complain(pipeline, "could not be looked after", broken);
      }
    }
    return hurry;
  }

  private static boolean isStarting(ManagedPipeline pipeline) {
    try {
      return pipeline.isStarting();
    } catch (Throwable broken) {
      return false; // Said when it is looked what is to be done about it.
    }
  }

  private void take(Step step, ManagedPipeline pipeline) {
    switch (step) {
      case NOTHING -> {}
      case START -> {
        Order order = pipeline.beginStart();
        try {
          starters.execute(LogOwner.of(pipeline.name(), () -> start(pipeline, order)));
        } catch (Throwable noThread) {
          LogOwner.of(pipeline.name(), () -> refuse(pipeline, noThread)).run();
        }
      }
      case STOP -> {
        Execution run = pipeline.beginStop();
        try {
          stoppers.execute(LogOwner.of(pipeline.name(), () -> stop(pipeline, run)));
        } catch (Throwable noThread) {
          pipeline.stopped(); // It runs on, and is to be stopped at the next look.
          throw noThread;
        }
      }
      case PAUSE -> pipeline.pause(true);
      case RESUME -> pipeline.pause(false);
      case FORGET -> {
        if (pipeline.forget()) {
          roster.forget(pipeline);
        }
      }
    }
  }

  private void start(ManagedPipeline pipeline, Order order) {
    try {
      Execution run = runner.start(order.definition(), order.options());
      pipeline.started(run);
      if (gone) {
        Thread.interrupted(); // So that the end is waited for.
        run.stop();
      }
    } catch (Throwable refused) {
      refuse(pipeline, refused);
    }
    wake();
  }

  /** Whatever a plugin's class throws when it is loaded: the pipeline must not look alive. */
  private void refuse(ManagedPipeline pipeline, Throwable refused) {
    String why = "";
    Optional<RunError> error = Optional.empty();
    try {
      Failure failure = Failure.of("pipeline", "start", refused);
      error = Optional.of(RunError.of(pipeline.now(), failure, redaction));
      why = redaction.apply(String.valueOf(refused.getMessage()));
      log.warn("Pipeline {} could not be started: {}", pipeline.name(), why);
      log.debug("Pipeline {}: the failure in full", pipeline.name(), refused);
    } finally {
      pipeline.refused(Ending.of(refused, why, error));
    }
  }

  private void stop(ManagedPipeline pipeline, Execution run) {
    try {
      run.stop();
    } finally {
      pipeline.stopped();
      wake();
    }
  }

  /**
   * Ends all runs in order, side by side, also those that are being started, and waits for each as
   * long as it says that takes; wishes stay as they are.
   */
  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    join();
    starters.shutdownNow();
    Set<Execution> ending = Collections.newSetFromMap(new IdentityHashMap<>());
    try {
      end(ending);
      if (!starters.awaitTermination(LAST_STARTS.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("Some pipelines are still being started after {}", LAST_STARTS);
      }
      gone = true;
      end(ending);
      stoppers.shutdown();
      Duration farewell = longest(ending).plus(TO_BE_HEARD);
      if (!stoppers.awaitTermination(farewell.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("Some pipelines have not ended within {}", farewell);
        stoppers.shutdownNow();
      }
    } catch (InterruptedException hurried) {
      gone = true;
      stoppers.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /** In which all of them end, side by side. */
  private static Duration longest(Set<Execution> ending) {
    return ending.stream()
        .map(Execution::endsWithin)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /** Begins to end what runs and is not in the set yet, which it then is. */
  private void end(Set<Execution> ending) {
    for (ManagedPipeline pipeline : roster.all()) {
      try {
        Optional<Execution> run = pipeline.running().filter(ending::add);
        run.ifPresent(found -> end(LogOwner.of(pipeline.name(), found::stop)));
      } catch (Throwable broken) {
        complain(pipeline, "could not be ended", broken);
      }
    }
  }

  private void end(Runnable stop) {
    try {
      stoppers.execute(stop);
    } catch (Throwable noThread) {
      stop.run(); // Before the others, and not beside them.
    }
  }

  private void join() {
    try {
      thread.join();
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}
