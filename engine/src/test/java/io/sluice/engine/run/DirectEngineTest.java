package io.sluice.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.engine.scenario.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectEngineTest {
  @TempDir Path folder;

  @Test
  void records_arrive_in_order_and_once() {
    try (Scenario scenario = new Scenario(folder)) {
      scenario.script.available.set(5_000);
      PipelineRun run = scenario.start();
      scenario.awaitRows(5_000);
      RunStatus end = run.stop(Duration.ofSeconds(10));
      assertThat(end.state()).isEqualTo(RunState.STOPPED);
      assertThat(scenario.target().rows()).isEqualTo(numbers(0, 0, 5_000));
      assertThat(end.counts()).isEqualTo(new RunStatus.Counts(5_000, 5_000, 0, 0, 0));
      assertThat(scenario.script.committed).containsEntry(0, 5_000L);
    }
  }

  @Test
  void a_second_run_goes_on_where_the_first_stopped() {
    try (Scenario scenario = new Scenario(folder)) {
      scenario.script.available.set(100);
      PipelineRun first = scenario.start();
      scenario.awaitRows(100);
      first.stop(Duration.ofSeconds(10));
      scenario.script.available.set(300);
      PipelineRun second = scenario.start();
      scenario.awaitRows(300);
      second.stop(Duration.ofSeconds(10));
      assertThat(scenario.target().rows()).isEqualTo(numbers(0, 0, 300));
      assertThat(scenario.script.starts).containsExactly("0@0", "0@100");
    }
  }

  @Test
  void a_run_that_resumed_knows_its_checkpoint_before_it_commits_one() {
    try (Scenario scenario = new Scenario(folder)) {
      scenario.script.available.set(100);
      PipelineRun first = scenario.start();
      scenario.awaitRows(100);
      RunStatus.LastCheckpoint last = first.stop(Duration.ofSeconds(10)).checkpoint();
      assertThat(last).isNotNull();
      PipelineRun second = scenario.start();
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(
              () ->
                  assertThat(second.status().checkpoint())
                      .extracting(RunStatus.LastCheckpoint::epoch)
                      .isEqualTo(last.epoch()));
      second.stop(Duration.ofSeconds(10));
    }
  }

  private static List<Object> numbers(int task, long from, long end) {
    return LongStream.range(from, end).<Object>mapToObj(n -> task + "/" + n).toList();
  }
}
