package io.sluice.pipeline.file;

import static io.sluice.pipeline.setting.ScalarType.duration;
import static io.sluice.pipeline.setting.ScalarType.text;

import io.sluice.pipeline.Place;
import io.sluice.pipeline.Ratio;
import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.pipeline.secret.Secrets;
import io.sluice.pipeline.server.OtlpSpec;
import io.sluice.pipeline.setting.ConfigType;
import io.sluice.pipeline.setting.ScalarType;
import io.sluice.pipeline.setting.Section;
import io.sluice.pipeline.setting.Setting;
import io.sluice.pipeline.yaml.Problems;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys under {@code otlp}. */
final class OtlpSettings {
  private static final Set<String> PROTOCOLS = Set.of("http/protobuf", "grpc");
  private static final Set<String> COMPRESSIONS = Set.of("none", "gzip");

  private static final Setting<String> ENDPOINT =
      Setting.required(
          OtlpSpec.ENDPOINT, text("the URL of a collector"), "Where the collector is.");
  private static final Setting<String> PROTOCOL =
      Setting.optional(
          "protocol",
          text("http/protobuf or grpc"),
          "How it is spoken to. Default: `http/protobuf`.");
  private static final Setting<UnresolvedConfig> HEADERS =
      Setting.optional("headers", new ConfigType(), "Of each request; their values are secrets.");
  private static final Setting<Duration> TIMEOUT =
      Setting.optional(
          "timeout",
          duration(Duration.ofMillis(100), Duration.ofMinutes(5)),
          "Of a request. Default: `10s`.");
  private static final Setting<String> COMPRESSION =
      Setting.optional("compression", text("gzip or none"), "Of requests. Default: `none`.");
  private static final Setting<Ratio> SAMPLE =
      Setting.optional(
          "sample", ScalarType.ratio(), "The share of batches that are followed. Default: `1%`.");

  static final Setting<OtlpSpec> OTLP =
      Setting.optional(
          "otlp",
          new Section<>(
              "a collector of OpenTelemetry's",
              List.of(ENDPOINT, PROTOCOL, HEADERS, TIMEOUT, COMPRESSION, SAMPLE),
              OtlpSettings::otlp),
          "A collector that metrics and traces are sent to. Default: none.");

  private OtlpSettings() {}

  private static @Nullable OtlpSpec otlp(Section.Values values, Problems problems) {
    int before = problems.count();
    String endpoint = values.get(ENDPOINT);
    if (!Secrets.isReference(endpoint) && !isAddress(endpoint)) {
      // Not what was found: it may have a password in it.
      problems.error(
          values.placeOf(ENDPOINT),
          "expected http:// or https:// and a host but found another address",
          "A collector takes http/protobuf on port 4318, grpc on port 4317");
    }
    requireOneOf(values, PROTOCOL, PROTOCOLS, problems);
    requireOneOf(values, COMPRESSION, COMPRESSIONS, problems);
    return problems.count() > before
        ? null
        : new OtlpSpec(
            collector(values, endpoint),
            values.find(PROTOCOL),
            values.find(TIMEOUT),
            values.find(COMPRESSION),
            values.find(SAMPLE));
  }

  private static void requireOneOf(
      Section.Values values, Setting<String> setting, Set<String> words, Problems problems) {
    values
        .find(setting)
        .filter(word -> !words.contains(word))
        .ifPresent(
            word ->
                problems.error(
                    values.placeOf(setting),
                    "expected " + setting.type().expectation() + ", found " + Problems.shown(word),
                    null));
  }

  private static UnresolvedConfig collector(Section.Values values, String endpoint) {
    Map<String, String> texts = new LinkedHashMap<>();
    Map<String, Place> places = new HashMap<>();
    texts.put(OtlpSpec.ENDPOINT, endpoint);
    places.put(OtlpSpec.ENDPOINT, values.placeOf(ENDPOINT));
    values
        .find(HEADERS)
        .ifPresent(
            headers ->
                headers
                    .values()
                    .forEach(
                        (name, value) -> {
                          texts.put(OtlpSpec.HEADERS + name, value);
                          places.put(OtlpSpec.HEADERS + name, headers.placeOf(name));
                        }));
    return new UnresolvedConfig(texts, places, values.placeOf(ENDPOINT), Set.of());
  }

  private static boolean isAddress(String endpoint) {
    try {
      URI uri = new URI(endpoint);
      return Set.of("http", "https").contains(String.valueOf(uri.getScheme()))
          && uri.getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
