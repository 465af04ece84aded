package io.sluice.server.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The environment says where things go, as OpenTelemetry's specification has it. */
class OtlpTargetTest {
  private static final String BASE = "http://localhost:4318";

  private static OtlpTarget target(OtlpSignal signal, String... more) {
    Map<String, String> environment = new HashMap<>(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", BASE));
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    return OtlpTarget.of(new Variables(environment), signal).orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(OtlpSignal.class)
  void nothing_is_sent_unless_an_endpoint_is_named_and_it_is_not_turned_off(OtlpSignal signal) {
    assertThat(OtlpTarget.of(new Variables(Map.of()), signal)).isEmpty();
    for (Map<String, String> off :
        List.of(Map.of("OTEL_SDK_DISABLED", "true"), Map.of(signal.exporter(), "none"))) {
      Map<String, String> environment = new HashMap<>(off);
      environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", BASE);
      assertThat(OtlpTarget.of(new Variables(environment), signal)).as("%s", off).isEmpty();
    }
    OtlpSignal other = signal == OtlpSignal.METRICS ? OtlpSignal.TRACES : OtlpSignal.METRICS;
    assertThat(OtlpTarget.of(new Variables(Map.of(other.own("ENDPOINT"), BASE)), signal)).isEmpty();
  }

  @Test
  void the_path_is_added_to_the_common_address_and_not_to_one_of_its_own() {
    assertThat(target(OtlpSignal.METRICS).endpoint()).hasToString(BASE + "/v1/metrics");
    assertThat(target(OtlpSignal.TRACES, "OTEL_EXPORTER_OTLP_ENDPOINT", BASE + "/in/").endpoint())
        .hasToString(BASE + "/in/v1/traces");
    assertThat(
            target(OtlpSignal.TRACES, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "https://c/own")
                .endpoint())
        .hasToString("https://c/own");
  }

  @Test
  void grpc_is_called_at_the_address_itself_and_may_be_for_one_kind_alone() {
    String[] said = {"OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "grpc"};

    assertThat(target(OtlpSignal.TRACES, said).grpc()).isTrue();
    assertThat(target(OtlpSignal.TRACES, said).endpoint()).hasToString(BASE);
    assertThat(target(OtlpSignal.METRICS, said).grpc()).isFalse();
    assertThat(target(OtlpSignal.METRICS, said).endpoint()).hasToString(BASE + "/v1/metrics");
  }

  @Test
  void what_is_said_of_one_kind_wins_over_what_is_said_of_all() {
    String[] said = {
      "OTEL_EXPORTER_OTLP_HEADERS", "key=all",
      "OTEL_EXPORTER_OTLP_TRACES_HEADERS", "key=of%20traces",
      "OTEL_EXPORTER_OTLP_TIMEOUT", "2000",
      "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "3000",
      "OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", "gzip"
    };
    OtlpTarget metrics = target(OtlpSignal.METRICS, said);
    OtlpTarget traces = target(OtlpSignal.TRACES, said);

    assertThat(metrics.headers()).containsExactly(Map.entry("key", "all"));
    assertThat(traces.headers()).containsExactly(Map.entry("key", "of traces"));
    assertThat(metrics.timeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(traces.timeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(metrics.gzip()).isFalse();
    assertThat(traces.gzip()).isTrue();
  }

  @Test
  void the_name_of_the_service_may_be_said_in_two_places() {
    String attributes = "OTEL_RESOURCE_ATTRIBUTES";

    assertThat(target(OtlpSignal.TRACES).service()).isEqualTo("sluice");
    OtlpTarget target = target(OtlpSignal.TRACES, attributes, "service.name=copies,team=shop");
    assertThat(target.service()).isEqualTo("copies");
    assertThat(target.attributes()).containsExactly(Map.entry("team", "shop"));
    assertThat(
            target(OtlpSignal.TRACES, attributes, "service.name=a", "OTEL_SERVICE_NAME", "b")
                .service())
        .isEqualTo("b");
  }

  @Test
  void what_cannot_be_understood_is_told_by_its_variable_and_without_secrets() {
    assertThatThrownBy(() -> target(OtlpSignal.METRICS, "OTEL_EXPORTER_OTLP_PROTOCOL", "http/json"))
        .hasMessageContaining("OTEL_EXPORTER_OTLP_PROTOCOL")
        .hasMessageContaining("http/protobuf")
        .hasMessageContaining("4318");
    assertThatThrownBy(() -> target(OtlpSignal.TRACES, "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "1m"))
        .hasMessageContaining("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: expected milliseconds");
    assertThatThrownBy(() -> target(OtlpSignal.TRACES, "OTEL_EXPORTER_OTLP_HEADERS", "s3cr3t"))
        .hasMessageContaining("OTEL_EXPORTER_OTLP_HEADERS")
        .hasMessageNotContaining("s3cr3t");
    assertThatThrownBy(
            () -> target(OtlpSignal.TRACES, "OTEL_EXPORTER_OTLP_ENDPOINT", "user:s3cr3t@host"))
        .hasMessageContaining("OTEL_EXPORTER_OTLP_ENDPOINT")
        .hasMessageNotContaining("s3cr3t");
    assertThat(
            target(
                    OtlpSignal.TRACES,
                    "OTEL_EXPORTER_OTLP_HEADERS",
                    "key=s3cr3t",
                    "OTEL_EXPORTER_OTLP_ENDPOINT",
                    "http://user:s3cr3t@host")
                .toString())
        .contains("key")
        .doesNotContain("s3cr3t");
  }
}
