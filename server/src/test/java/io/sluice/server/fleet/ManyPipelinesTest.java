package io.sluice.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import io.sluice.server.view.PipelineState;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Two hundred pipelines in one process. */
@Tag("long")
class ManyPipelinesTest {
  private static final Logger log = LoggerFactory.getLogger(ManyPipelinesTest.class);
  private static final int PIPELINES = 200;

  /** Those of the engine. */
  private static final int THREADS_OF_A_RUN = 6;

  /** Those of the fleet, the state and the JVM. */
  private static final int OTHER_THREADS = 60;

  /** What the process takes of one core while nothing happens, in percent. */
  private static long idle() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long cpu = system.getProcessCpuTime();
    long began = System.nanoTime();
    Awaitility.await()
        .pollDelay(Duration.ofSeconds(20))
        .atMost(Duration.ofSeconds(40))
        .until(() -> true);
    return 100 * (system.getProcessCpuTime() - cpu) / (System.nanoTime() - began);
  }

  @Test
  void run_side_by_side_within_bounds_and_end_together(@TempDir Path folder) {
    try (Farm farm = new Farm(folder, FleetSettings.DEFAULT)) {
      IntStream.range(0, PIPELINES).forEach(i -> farm.add("p" + i));
      IntStream.range(0, PIPELINES).forEach(i -> farm.feed("p" + i, "hello"));
      Set<Thread> before = Thread.getAllStackTraces().keySet();
      long began = System.nanoTime();

      farm.start();

      Awaitility.await()
          .atMost(Duration.ofMinutes(3))
          .until(
              () ->
                  farm.fleet.all().stream()
                      .allMatch(view -> view.state() == PipelineState.RUNNING));
      long took = Duration.ofNanos(System.nanoTime() - began).toMillis();
      IntStream.range(0, PIPELINES).forEach(i -> farm.awaitOut("p" + i, "hello"));
      // Those that have begun since: what others left behind ends when it likes.
      Set<Thread> begun = new HashSet<>(Thread.getAllStackTraces().keySet());
      begun.removeAll(before);
      int threads = begun.size();
      System.gc();
      long heap = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
      long looked = System.nanoTime();
      farm.fleet.all();
      long look = (System.nanoTime() - looked) / 1_000;
      log.info(
          "{} pipelines run after {} ms: {} threads, {} MB of heap, {} us for a look at all",
          PIPELINES,
          took,
          threads,
          heap >> 20,
          look);
      log.info("Idle, they take {} % of a core", idle());
      assertThat(threads).isLessThan(PIPELINES * THREADS_OF_A_RUN + OTHER_THREADS);

      long runs = farm.run("p7");
      farm.write("p8.yaml", farm.lines("p8", "description: changed"));
      farm.fleet.follow();
      farm.feed("p8", "again");
      farm.awaitOut("p8", "hello", "again");
      assertThat(farm.run("p7")).isEqualTo(runs);
    }
  }
}
