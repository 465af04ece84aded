package io.sluice.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.fault.Failpoints;
import io.sluice.engine.scenario.Scenario;
import io.sluice.engine.scenario.Target;
import io.sluice.pipeline.RetryPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One sink is ahead of the other after a crash, and the source reads again what only one has. */
@Timeout(60)
class CatchUpTest {
  private static final int ALL = 3_000;

  @TempDir Path folder;

  @Test
  void a_stop_before_the_source_has_caught_up_repeats_nothing() throws InterruptedException {
    try (Scenario scenario = new Scenario(folder, Failpoints.NONE)) {
      Target behind = scenario.addTarget();
      leaveOneSinkBehind(scenario, behind);
      stopInTheMiddle(scenario);

      PipelineRun third = scenario.start();
      Awaitility.await()
          .atMost(Scenario.SOON)
          .until(() -> scenario.target().size() >= ALL && behind.size() >= ALL);
      third.stop(Duration.ofSeconds(10));

      for (Target target : scenario.targets) {
        assertThat(target.rows()).doesNotHaveDuplicates().isEqualTo(numbers());
      }
    }
  }

  @Test
  void a_source_that_hands_out_other_records_than_before_does_not_keep_checkpoints_from_coming()
      throws InterruptedException {
    try (Scenario scenario = new Scenario(folder, Failpoints.NONE)) {
      Target behind = scenario.addTarget();
      leaveOneSinkBehind(scenario, behind);
      scenario.script.available.set(Long.MAX_VALUE);
      scenario.script.maker =
          (partition, offset, task, number) ->
              new SourceRecord(
                  partition, offset, "others", null, Schema.STRING_SCHEMA, "o/" + number);
      PipelineRun third = scenario.start();
      int before = behind.size();
      Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> behind.size() > before);
      assertThat(third.stop(Duration.ofSeconds(10)).restarts()).isZero();
    }
  }

  /** The second sink fails in its third commit, which the first one makes. */
  private static void leaveOneSinkBehind(Scenario scenario, Target behind)
      throws InterruptedException {
    RetryPolicy usual = scenario.retry;
    scenario.retry =
        new RetryPolicy(
            usual.backoff(),
            usual.maxBackoff(),
            usual.retryFor(),
            0,
            usual.callTimeout(),
            usual.stopTimeout());
    AtomicInteger commits = new AtomicInteger();
    CountDownLatch other = new CountDownLatch(3);
    scenario.target().afterCommit = task -> other.countDown();
    behind.beforeCommit =
        task -> {
          if (commits.incrementAndGet() == 3) {
            assertThat(other.await(10, TimeUnit.SECONDS)).isTrue();
            throw new IllegalStateException("planned");
          }
        };
    scenario.script.hook = (task, next) -> Thread.sleep(1);
    scenario.script.available.set(ALL);
    assertThat(scenario.start().awaitEnd(Scenario.SOON).state()).isEqualTo(RunState.FAILED);
    assertThat(scenario.target().size()).isGreaterThan(behind.size());
    behind.beforeCommit = task -> {};
    scenario.retry = usual;
  }

  /** Polls one batch of what is to be read again, and is stopped. */
  private static void stopInTheMiddle(Scenario scenario) {
    CountDownLatch polledOnce = new CountDownLatch(2);
    scenario.script.hook =
        (task, next) -> {
          polledOnce.countDown();
          if (polledOnce.getCount() == 0) {
            TimeUnit.DAYS.sleep(1);
          }
        };
    PipelineRun second = scenario.start();
    Awaitility.await().atMost(Scenario.SOON).until(() -> polledOnce.getCount() == 0);
    second.stop(Duration.ofSeconds(1));
    scenario.script.hook = (task, next) -> {};
  }

  private static List<Object> numbers() {
    return LongStream.range(0, ALL).<Object>mapToObj(n -> "0/" + n).toList();
  }
}
