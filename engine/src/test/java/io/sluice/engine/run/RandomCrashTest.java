package io.sluice.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.fault.Failpoints;
import io.sluice.engine.scenario.Scenario;
import io.sluice.engine.scenario.Target;
import io.sluice.pipeline.RetryPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Crashes and stops at random moments, one after the other, with several tasks on either side: what
 * {@link CrashTest} does at named moments, in the combinations that nobody thought of.
 */
@Tag("long")
@Timeout(120)
class RandomCrashTest {
  private static final int ALL = 2_000;
  private static final int ROUNDS = 6;

  @TempDir Path folder;

  static long[] seeds() {
    return new Random().longs(20).toArray();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void every_sink_has_every_record_once_however_often_it_breaks_off(long seed)
      throws InterruptedException {
    Random random = new Random(seed);
    try (Scenario scenario = new Scenario(folder, Failpoints.NONE)) {
      scenario.addTarget();
      int sources = 1 + random.nextInt(2);
      scenario.sourceConfig.put("tasks.max", Integer.toString(sources));
      scenario.sinkConfig.put("tasks.max", Integer.toString(1 + random.nextInt(3)));
      RetryPolicy usual = scenario.retry;
      scenario.script.hook = (task, next) -> Thread.sleep(1);
      scenario.script.available.set(ALL);
      for (int round = 0; round < ROUNDS; round++) {
        scenario.retry = random.nextBoolean() ? usual : withoutRestarts(usual);
        breakOff(scenario, random);
      }
      scenario.retry = usual;
      scenario.anotherEngine(Failpoints.NONE);
      PipelineRun last = scenario.start();
      Awaitility.await()
          .atMost(Scenario.SOON)
          .until(() -> scenario.targets.stream().allMatch(t -> t.size() >= sources * ALL));
      last.stop(Duration.ofSeconds(10));

      for (Target target : scenario.targets) {
        assertThat(target.rows()).doesNotHaveDuplicates().hasSize(sources * ALL);
        assertThat(outOfOrder(target)).isEmpty();
      }
    }
  }

  /** Rows that came after a later one of the same key (invariant 4). */
  private static List<Object> outOfOrder(Target target) {
    Map<String, Long> newest = new HashMap<>();
    List<Object> wrong = new ArrayList<>();
    for (Object row : target.rows()) {
      String[] taskAndNumber = row.toString().split("/", 2);
      long number = Long.parseLong(taskAndNumber[1]);
      Long before = newest.put(taskAndNumber[0] + "/" + number % 100, number);
      if (before != null && before > number) {
        wrong.add(row);
      }
    }
    return wrong;
  }

  /** Runs until a random failpoint is reached for the n-th time, or for a random while. */
  private static void breakOff(Scenario scenario, Random random) throws InterruptedException {
    int hit = 1 + random.nextInt(150);
    AtomicInteger count = new AtomicInteger();
    scenario.anotherEngine(
        (point, detail) -> {
          if (count.incrementAndGet() == hit) {
            throw new IllegalStateException("broken off at " + point);
          }
        });
    PipelineRun run = scenario.start();
    run.awaitEnd(Duration.ofMillis(30 + random.nextInt(400)));
    run.stop(Duration.ofSeconds(10));
  }

  private static RetryPolicy withoutRestarts(RetryPolicy usual) {
    return new RetryPolicy(
        usual.backoff(),
        usual.maxBackoff(),
        usual.retryFor(),
        0,
        usual.callTimeout(),
        usual.stopTimeout());
  }
}
