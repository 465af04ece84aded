package io.sluice.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.scenario.Scenario;
import io.sluice.engine.scenario.Target;
import io.sluice.state.checkpoint.Reset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody deletes a target, or puts an older one in its place, and keeps the state. */
class LostTargetTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir Path folder;

  @Test
  void a_target_that_was_replaced_is_not_filled_with_half_of_the_data() throws Exception {
    try (Scenario scenario = new Scenario(folder)) {
      scenario.target().saysZero = true;
      runTo(scenario, 100);
      scenario.target().replace();
      failsWith(scenario, "sink0 has no offsets", "offsets reset");
    }
  }

  @Test
  void a_sink_that_once_asked_for_offsets_is_expected_to_ask_again() throws Exception {
    try (Scenario scenario = new Scenario(folder)) {
      runTo(scenario, 100);
      runTo(scenario, 200);
      scenario.target().replace();
      failsWith(scenario, "sink0 has no offsets", "offsets reset");
    }
  }

  @Test
  void a_target_that_was_set_back_is_not_continued() throws Exception {
    try (Scenario scenario = new Scenario(folder)) {
      runTo(scenario, 100);
      scenario.target().setOffsets(Map.of(new TopicPartition("numbers", 0), 50L));
      failsWith(scenario, "sink0 has older offsets", "offsets reset");
    }
  }

  @Test
  void a_sink_that_is_new_in_an_old_pipeline_is_told_apart() throws Exception {
    try (Scenario scenario = new Scenario(folder)) {
      runTo(scenario, 100);
      scenario.addTarget().saysZero = true;
      failsWith(scenario, "sink1 has no offsets", "it is new");
    }
  }

  @Test
  void after_a_reset_a_replaced_target_gets_everything_and_later_runs_go_on() {
    try (Scenario scenario = new Scenario(folder)) {
      Target target = scenario.target();
      target.saysZero = true;
      runTo(scenario, 100);
      target.replace();
      try (var lock = scenario.state.lock("numbers")) {
        scenario.state.checkpoints().reset(lock, Reset.toTheBeginning(), "somebody", "a test");
      }
      runTo(scenario, 150);
      runTo(scenario, 200);
      assertThat(target.rows()).hasSize(200).doesNotHaveDuplicates();
    }
  }

  private static void runTo(Scenario scenario, int rows) {
    scenario.script.available.set(rows);
    PipelineRun run = scenario.start();
    scenario.awaitRows(rows);
    assertThat(run.stop(PATIENCE).state()).isEqualTo(RunState.STOPPED);
  }

  private static void failsWith(Scenario scenario, String... words) throws InterruptedException {
    scenario.script.available.addAndGet(50);
    RunStatus end = scenario.start().awaitEnd(Scenario.SOON);
    assertThat(end.state()).isEqualTo(RunState.FAILED);
    assertThat(end.restarts()).isZero();
    assertThat(Objects.requireNonNull(end.lastError()).message()).contains(words);
  }
}
