package io.sluice.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.fault.Failpoints;
import io.sluice.engine.scenario.Scenario;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sinks find the topics that Kafka Connect insists on. */
@Timeout(60)
class SinkTopicsTest {
  @TempDir Path folder;

  private Map<String, String> configOfSink(Map<String, String> given) {
    AtomicReference<Map<String, String>> seen = new AtomicReference<>(Map.of());
    try (Scenario scenario = new Scenario(folder, Failpoints.NONE)) {
      scenario.sinkConfig.putAll(given);
      scenario.target().onOpen = task -> seen.set(task.context().configs());
      scenario.script.available.set(10);
      PipelineRun run = scenario.start();
      Awaitility.await().atMost(Scenario.SOON).until(() -> scenario.target().size() == 10);
      run.stop(Scenario.SOON);
    }
    return Objects.requireNonNull(seen.get());
  }

  @Test
  void a_sink_that_names_no_topics_is_told_that_all_are_meant() {
    assertThat(configOfSink(Map.of()))
        .containsEntry("topics.regex", ".*")
        .doesNotContainKey("topics");
  }

  @Test
  void a_sink_that_names_topics_is_told_those_alone() {
    assertThat(configOfSink(Map.of("topics", "numbers")))
        .containsEntry("topics", "numbers")
        .doesNotContainKey("topics.regex");
  }
}
