package io.sluice.server.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.project.Project;
import io.sluice.server.Projects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The project file says where things go, and the environment has the last word. */
class DestinationTest {
  private static final String FILE =
      """
      otlp:
        endpoint: https://file.example:4317
        protocol: grpc
        headers: {authorization: "Bearer ${env:WORD} +%", x-who: written out}
        timeout: 2s
        compression: gzip
        sample: 25%
      """;

  @TempDir private Path folder;

  private Variables variables(String file, Map<String, String> environment) throws IOException {
    Files.writeString(folder.resolve("sluice.yaml"), file);
    try (Project project = Projects.in(folder, environment)) {
      return Destination.of(project);
    }
  }

  private Optional<OtlpTarget> traces(String file, Map<String, String> environment)
      throws IOException {
    return OtlpTarget.of(variables(file, environment), OtlpSignal.TRACES);
  }

  @Test
  void what_the_file_says_is_where_both_kinds_go() throws IOException {
    Variables variables = variables(FILE, Map.of("WORD", "s3cr3t=,"));

    for (OtlpSignal signal : OtlpSignal.values()) {
      OtlpTarget target = OtlpTarget.of(variables, signal).orElseThrow();
      assertThat(target.grpc()).isTrue();
      assertThat(target.endpoint()).hasToString("https://file.example:4317");
      assertThat(target.headers())
          .isEqualTo(Map.of("authorization", "Bearer s3cr3t=, +%", "x-who", "written out"));
      assertThat(target.timeout()).isEqualTo(Duration.ofSeconds(2));
      assertThat(target.gzip()).isTrue();
    }
    assertThat(variables.ratio("OTEL_TRACES_SAMPLER_ARG", 1)).isEqualTo(0.25);
  }

  @Test
  void without_a_word_of_it_nothing_is_sent() throws IOException {
    assertThat(traces("name: shop\n", Map.of())).isEmpty();
    assertThat(traces("otlp: {endpoint: 'http://c:4318'}", Map.of("OTEL_SDK_DISABLED", "true")))
        .isEmpty();
  }

  @Test
  void the_path_is_added_for_http() throws IOException {
    OtlpTarget target = traces("otlp: {endpoint: 'http://c:4318'}", Map.of()).orElseThrow();

    assertThat(target.grpc()).isFalse();
    assertThat(target.endpoint()).hasToString("http://c:4318/v1/traces");
  }

  @Test
  void variables_win_one_by_one() throws IOException {
    OtlpTarget target =
        traces(
                FILE,
                Map.of(
                    "WORD", "w",
                    "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "3000",
                    "OTEL_EXPORTER_OTLP_COMPRESSION", "none",
                    "OTEL_SERVICE_NAME", "copies"))
            .orElseThrow();

    assertThat(target.endpoint()).hasToString("https://file.example:4317");
    assertThat(target.timeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(target.gzip()).isFalse();
    assertThat(target.service()).isEqualTo("copies");
  }

  @Test
  void headers_of_the_file_never_go_to_a_collector_that_the_environment_names() throws IOException {
    for (String name :
        new String[] {
          "OTEL_EXPORTER_OTLP_ENDPOINT",
          "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
          "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"
        }) {
      Variables variables = variables(FILE, Map.of(name, "http://elsewhere:4318", "WORD", "w"));
      for (OtlpSignal signal : OtlpSignal.values()) {
        OtlpTarget.of(variables, signal)
            .ifPresent(
                target -> {
                  assertThat(target.headers()).as(name).isEmpty();
                  assertThat(target.endpoint()).as(name).hasHost("elsewhere");
                  assertThat(target.grpc()).as(name).isFalse();
                });
      }
      assertThat(variables.ratio("OTEL_TRACES_SAMPLER_ARG", 1)).isEqualTo(0.25);
    }
  }

  @Test
  void what_a_reference_leads_to_is_told_by_its_place_and_not_shown() throws IOException {
    Variables variables =
        variables("otlp: {endpoint: '${env:WHERE}'}", Map.of("WHERE", "u:s3cr3t@host"));

    assertThatThrownBy(() -> OtlpTarget.of(variables, OtlpSignal.TRACES))
        .hasMessageContaining("sluice.yaml:1:")
        .hasMessageContaining("expected an address")
        .hasMessageNotContaining("s3cr3t");
  }
}
