package io.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.ConnectorSpec;
import io.sluice.pipeline.Place;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.pipeline.secret.Secrets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConverterCheckTest {
  private static final String JSON = "org.apache.kafka.connect.json.JsonConverter";

  private static List<Problem> problems(Map<String, String> source, Map<String, String> sink) {
    try (Plugins plugins = Plugins.of(List.of())) {
      return new ConverterCheck(plugins, new Secrets(Map.of(), name -> Optional.empty()))
          .problems(connector(source), List.of(connector(sink), connector(Map.of())));
    }
  }

  private static ConnectorSpec connector(Map<String, String> config) {
    return new ConnectorSpec(
        "any", UnresolvedConfig.of(config), new Place(Path.of("p.yaml"), 1, 1, ""));
  }

  @Test
  void converters_that_are_there_are_no_problem() {
    assertThat(
            problems(
                Map.of("value.converter", JSON, "value.converter.schemas.enable", "false"),
                Map.of(
                    "value.converter", "org.apache.kafka.connect.storage.StringConverter",
                    "value.converter.schemas.enable", "false",
                    "header.converter", "org.apache.kafka.connect.storage.SimpleHeaderConverter")))
        .isEmpty();
  }

  @Test
  void a_source_that_names_one_alone_hears_that_it_is_not_used() {
    assertThat(problems(Map.of("value.converter", JSON), Map.of("key.converter", JSON)))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.isError()).isFalse();
              assertThat(problem.toString()).contains("value.converter is not used");
            });
  }

  @Test
  void one_that_is_not_there_is_an_error_at_a_sink_and_beside_a_sinks() {
    assertThat(problems(Map.of(), Map.of("value.converter", "com.example.Nothing")))
        .singleElement()
        .matches(Problem::isError)
        .asString()
        .contains("com.example.Nothing");
    assertThat(
            problems(
                Map.of("value.converter", "com.example.Nothing"), Map.of("value.converter", JSON)))
        .singleElement()
        .matches(Problem::isError);
  }

  @Test
  void a_setting_that_it_does_not_take_is_an_error() {
    assertThat(
            problems(
                Map.of(),
                Map.of("value.converter", JSON, "value.converter.schemas.enable", "perhaps")))
        .singleElement()
        .matches(Problem::isError)
        .asString()
        .contains("value.converter.schemas.enable");
  }
}
