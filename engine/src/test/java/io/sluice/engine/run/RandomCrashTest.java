package io.sluice.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.fault.Failpoints;
import io.sluice.engine.scenario.PickyTransform;
import io.sluice.engine.scenario.ResumesAtCommit;
import io.sluice.engine.scenario.Scenario;
import io.sluice.engine.scenario.Script;
import io.sluice.engine.scenario.Target;
import io.sluice.pipeline.BufferSettings;
import io.sluice.pipeline.ErrorPolicy;
import io.sluice.pipeline.Ratio;
import io.sluice.pipeline.RetryPolicy;
import io.sluice.state.deadletter.DeadLetter;
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
 * {@link CrashTest} does at named moments, in the combinations that nobody thought of. A seed is
 * tried again with {@code -Dcrash.seed=...}.
 */
@Tag("long")
@Timeout(120)
class RandomCrashTest {
  private static final int ALL = 2_000;
  private static final int ROUNDS = 6;

  @TempDir Path folder;

  static long[] seeds() {
    Long again = Long.getLong("crash.seed");
    return again == null ? new Random().longs(20).toArray() : new long[] {again};
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void every_sink_has_every_record_once_however_often_it_breaks_off(long seed)
      throws InterruptedException {
    Random random = new Random(seed);
    try (Scenario scenario = new Scenario(folder, Failpoints.NONE)) {
      scenario.addTarget();
      int sources = 1 + random.nextInt(2);
      boolean refuses = random.nextBoolean();
      boolean drops = random.nextBoolean();
      makeDifficult(scenario, random, sources, refuses, drops);
      RetryPolicy usual = scenario.retry;
      scenario.script.available.set(ALL);
      for (int round = 0; round < ROUNDS; round++) {
        scenario.retry = random.nextBoolean() ? usual : withoutRestarts(usual);
        breakOff(scenario, random);
      }
      scenario.retry = usual;
      scenario.anotherEngine(Failpoints.NONE);
      List<Object> all = numbers(sources, drops, false);
      List<Object> kept = numbers(sources, drops, refuses);
      PipelineRun last = scenario.start();
      Awaitility.await("-Dcrash.seed=" + seed)
          .atMost(Scenario.SOON)
          .until(
              () ->
                  scenario.target().size() >= kept.size()
                      && scenario.targets.get(1).size() >= all.size());
      RunStatus end = last.stop(Duration.ofSeconds(10));

      assertThat(end.state()).as("%s", end.lastError()).isEqualTo(RunState.STOPPED);
      assertThat(scenario.target().rows()).containsExactlyInAnyOrderElementsOf(kept);
      assertThat(scenario.targets.get(1).rows()).containsExactlyInAnyOrderElementsOf(all);
      scenario.targets.forEach(target -> assertThat(outOfOrder(target)).isEmpty());
      assertThat(Refusals.onDisk(scenario, DeadLetter.Stage.SINK))
          .hasSize(all.size() - kept.size());
    }
  }

  /** Whatever makes the end of an epoch hard to find again. */
  private static void makeDifficult(
      Scenario scenario, Random random, int sources, boolean refuses, boolean drops) {
    scenario.sourceConfig.put("tasks.max", Integer.toString(sources));
    scenario.sinkConfig.put("tasks.max", Integer.toString(1 + random.nextInt(3)));
    scenario.script.hook = (task, next) -> Thread.sleep(1);
    scenario.buffer = new BufferSettings(60 + random.nextInt(2_000), scenario.buffer.maxBytes());
    scenario.onError =
        new ErrorPolicy(
            ErrorPolicy.OnRecord.DEAD_LETTER,
            Ratio.ofPercent(100),
            Duration.ofMinutes(1),
            0,
            Long.MAX_VALUE);
    if (random.nextBoolean()) {
      // Two records have one offset, so that only together they may end an epoch.
      Script.RecordMaker single = scenario.script.maker;
      scenario.script.maker =
          (partition, offset, task, number) ->
              single.make(partition, Map.of("next", (number / 2 + 1) * 2), task, number);
    }
    if (drops) {
      scenario.addTransform(PickyTransform.class, Map.of("drop", "9", "refuse", "0"));
    }
    if (refuses) {
      scenario.target().beforePut = Refusals::refuseSevens;
      scenario.target().offsetsOfRecords = random.nextBoolean();
    }
    if (random.nextBoolean()) {
      int most = 20 + random.nextInt(300);
      new ResumesAtCommit(scenario.targets.get(1), most);
    }
  }

  private static List<Object> numbers(int sources, boolean drops, boolean refuses) {
    List<Object> numbers = new ArrayList<>();
    for (int task = 0; task < sources; task++) {
      for (int number = 0; number < ALL; number++) {
        if (!(drops && number % 9 == 0) && !(refuses && number % 10 == 7)) {
          numbers.add(task + "/" + number);
        }
      }
    }
    return numbers;
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
