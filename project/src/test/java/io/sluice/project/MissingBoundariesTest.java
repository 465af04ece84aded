package io.sluice.project;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.ConnectorSpec;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Place;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.SinkSpec;
import io.sluice.pipeline.UnresolvedConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MissingBoundariesTest {
  private static final Map<String, String> WHOLE = Map.of("transaction.boundaries", "true");
  private static final Map<String, String> SAID = Map.of("provide.transaction.metadata", "true");

  @Test
  void a_source_that_does_not_say_where_transactions_end_is_found_before_anything_runs() {
    assertThat(problems("postgres", Map.of(), WHOLE))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.isError()).isTrue();
              assertThat(problem.hint()).contains("provide.transaction.metadata");
            });
  }

  @Test
  void nothing_is_said_where_it_says_so_or_is_not_known_or_nobody_asks() {
    assertThat(problems("postgres", SAID, WHOLE)).isEmpty();
    assertThat(problems("postgres", Map.of(), Map.of())).isEmpty();
    assertThat(problems("org.example.OwnSource", Map.of(), WHOLE)).isEmpty();
  }

  private static List<Problem> problems(
      String source, Map<String, String> sourceConfig, Map<String, String> sinkConfig) {
    return MissingBoundaries.problems(
        Pipeline.of(
            "shop",
            connector(source, sourceConfig),
            List.of(),
            List.of(new SinkSpec("table", connector("table", sinkConfig)))),
        connector -> connector.config().values());
  }

  private static ConnectorSpec connector(String name, Map<String, String> config) {
    return new ConnectorSpec(
        name, UnresolvedConfig.of(config), new Place(Path.of("pipeline.yaml"), 1, 1, name));
  }
}
