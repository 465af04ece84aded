package io.sluice.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.scenario.Scenario;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plugin finds out in the middle of its work that a setting is wrong. */
class WrongSettingTest {
  @TempDir Path folder;

  @Test
  void a_sink_that_throws_a_config_exception_from_put_ends_the_run_without_a_restart()
      throws Exception {
    try (Scenario scenario = new Scenario(folder)) {
      scenario.target().beforePut =
          (task, records) -> {
            throw new ConfigException("two topics, one table");
          };
      scenario.script.available.set(10);

      RunStatus end = scenario.start().awaitEnd(Scenario.SOON);

      assertThat(end.state()).isEqualTo(RunState.FAILED);
      assertThat(end.restarts()).isZero();
      assertThat(Objects.requireNonNull(end.lastError()).message())
          .contains("two topics, one table");
    }
  }
}
