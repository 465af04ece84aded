package io.sluice.engine.run;

import io.sluice.engine.fault.PluginThread;
import io.sluice.plugin.guard.PluginExits;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.WeakHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of one run: the run's own, those of its tasks, and those that plugins start on them,
 * which belong to this group since a thread inherits that of its maker. So what plugins leave
 * behind, and what their threads break with, is told by the pipeline's name. Invariant 7.
 */
public final class RunThreads extends ThreadGroup {
  private static final Logger log = LoggerFactory.getLogger(RunThreads.class);
  private static final long GRACE_MILLIS = 500;

  private final String pipeline;
  private final String owner;

  /** Those that were told already. */
  private final Set<Thread> left = Collections.newSetFromMap(new WeakHashMap<>());

  /**
   * @param pipeline as the run is called
   * @param owner the pipeline whose it is: another one where dead letters are replayed
   */
  RunThreads(String pipeline, String owner) {
    super("sluice " + pipeline);
    this.pipeline = pipeline;
    this.owner = owner;
  }

  /** The pipeline for which the run is in which a thread was made; empty if that was in none. */
  public static Optional<String> pipelineOf(Thread thread) {
    ThreadGroup group = thread.getThreadGroup();
    while (group != null) {
      if (group instanceof RunThreads run) {
        return Optional.of(run.owner);
      }
      group = group.getParent();
    }
    return Optional.empty();
  }

  /**
   * Has somebody told when a plugin on one of these threads wanted to end the process.
   *
   * @return ends that
   */
  Runnable onExit(Consumer<PluginExits.Refusal> listener) {
    return PluginExits.onRefusal(
        refusal -> {
          if (parentOf(Thread.currentThread().getThreadGroup())) {
            listener.accept(refusal);
          }
        });
  }

  /** Not printed, as the JVM does, where nobody looks. */
  @Override
  public void uncaughtException(Thread thread, Throwable thrown) {
    log.warn("Pipeline {}: thread '{}' has ended by a failure", pipeline, thread.getName(), thrown);
  }

  /**
   * Names the threads that plugins have left behind when a flow and all its tasks have ended. Many
   * libraries keep one for good, or for a while; a warning is worth what keeps the process alive,
   * or grows with each start.
   */
  synchronized void flowEnded() {
    await(foreign().stream().filter(thread -> !left.contains(thread)).toList());
    List<Thread> foreign = foreign();
    Map<String, Integer> alike = new HashMap<>();
    foreign.forEach(thread -> alike.merge(kind(thread), 1, Integer::sum));
    Set<String> grown = new TreeSet<>();
    Set<String> single = new TreeSet<>();
    for (Thread thread : foreign) {
      if (left.add(thread)) {
        boolean grows = alike.getOrDefault(kind(thread), 1) > 1;
        (grows || !thread.isDaemon() ? grown : single).add(thread.getName());
      }
    }
    if (!grown.isEmpty()) {
      log.warn(
          "Pipeline {}: its plugins have left threads behind when they were stopped, {} until now:"
              + " {}",
          pipeline,
          foreign.size(),
          String.join(", ", grown));
    }
    if (!single.isEmpty()) {
      log.info(
          "Pipeline {}: threads that its plugins have left behind: {}",
          pipeline,
          String.join(", ", single));
    }
  }

  /** What ends by itself in a moment is no news. */
  private static void await(List<Thread> threads) {
    long giveUp = System.nanoTime() + GRACE_MILLIS * 1_000_000;
    try {
      for (Thread thread : threads) {
        thread.join(Math.max(1, (giveUp - System.nanoTime()) / 1_000_000));
      }
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Thread> foreign() {
    Thread[] all = new Thread[activeCount() * 2 + 16];
    int count = enumerate(all, true);
    return Arrays.stream(all, 0, count)
        .filter(thread -> thread != Thread.currentThread() && !PluginThread.isOurs(thread))
        .filter(thread -> thread.isAlive() && !isOfTheJvm(thread))
        .toList();
  }

  private static boolean isOfTheJvm(Thread thread) {
    return thread instanceof ForkJoinWorkerThread worker
        && worker.getPool() == ForkJoinPool.commonPool();
  }

  /** Its name without the numbers that pools give. */
  private static String kind(Thread thread) {
    return thread.getName().replaceAll("\\d+", "");
  }
}
