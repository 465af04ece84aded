package io.sluice.server.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.pipeline.Place;
import io.sluice.pipeline.secret.Secrets;
import io.sluice.pipeline.server.OtlpSpec;
import io.sluice.project.Project;
import java.net.URLEncoder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a project sends metrics and traces: as the environment says, and where that names no
 * collector, as {@code otlp} in {@code sluice.yaml} does. Headers of the file never go to a
 * collector that the environment names.
 */
public final class Destination {
  private static final String ENDPOINT = OtlpSignal.METRICS.general("ENDPOINT");
  private static final String SAMPLE = "OTEL_TRACES_SAMPLER_ARG";

  private Destination() {}

  /**
   * What is said, as variables of OpenTelemetry's.
   *
   * @throws io.sluice.project.InvalidPipelineException if the project file is wrong
   * @throws io.sluice.pipeline.secret.UnresolvedSecretException if a reference in it leads to
   *     nothing
   */
  public static Variables of(Project project) {
    Map<String, String> environment = project.environment();
    return project
        .settings()
        .otlp()
        .map(said -> joined(said, project.secrets(), environment))
        .orElseGet(() -> new Variables(environment));
  }

  private static Variables joined(OtlpSpec said, Secrets secrets, Map<String, String> environment) {
    Map<String, String> values = new HashMap<>();
    Map<String, String> places = new HashMap<>();
    if (!namesCollector(new Variables(environment))) {
      collector(said, secrets.resolve(said.collector()), secrets, values);
      Place place = said.collector().placeOf(OtlpSpec.ENDPOINT);
      values.keySet().forEach(variable -> places.put(variable, place.toString()));
    }
    said.sample().ifPresent(share -> values.put(SAMPLE, Double.toString(share.fraction())));
    environment.forEach(
        (variable, value) -> {
          if (!value.isBlank()) {
            values.put(variable, value);
            places.remove(variable);
          }
        });
    return new Variables(values, places);
  }

  private static boolean namesCollector(Variables environment) {
    if (environment.has(ENDPOINT)) {
      return true;
    }
    for (OtlpSignal signal : OtlpSignal.values()) {
      if (environment.has(signal.own("ENDPOINT"))) {
        return true;
      }
    }
    return false;
  }

  private static void collector(
      OtlpSpec said, Map<String, String> resolved, Secrets secrets, Map<String, String> values) {
    put(values, "ENDPOINT", resolved.get(OtlpSpec.ENDPOINT));
    put(values, "PROTOCOL", said.protocol().orElse(null));
    put(values, "COMPRESSION", said.compression().orElse(null));
    put(values, "TIMEOUT", said.timeout().map(time -> "" + time.toMillis()).orElse(null));
    Map<String, String> headers = new LinkedHashMap<>();
    resolved.forEach(
        (key, value) -> {
          if (key.startsWith(OtlpSpec.HEADERS)) {
            secrets.remember(value); // Also one that is written out.
            headers.put(key.substring(OtlpSpec.HEADERS.length()), value);
          }
        });
    put(
        values,
        "HEADERS",
        headers.entrySet().stream()
            .map(header -> header.getKey() + "=" + URLEncoder.encode(header.getValue(), UTF_8))
            .collect(Collectors.joining(",")));
  }

  private static void put(Map<String, String> values, String ending, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      values.put(OtlpSignal.METRICS.general(ending), value);
    }
  }
}
