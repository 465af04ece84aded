package io.sluice.pipeline.file;

import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.pipeline.setting.Compound;
import io.sluice.pipeline.yaml.Problems;
import io.sluice.pipeline.yaml.Yaml;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.config.SslConfigs;
import org.jspecify.annotations.Nullable;

/**
 * Where a schema registry is: its URL, or that under {@code url} and what one needs to get in, by
 * the names that its clients know, without {@code schema.registry.} in front.
 */
final class RegistryType implements Compound<UnresolvedConfig> {
  static final String URL = "url";

  private static final Set<String> KEYS = keys();

  private final KnownKeys mapping =
      new KnownKeys(
          "the keys of a schema registry's address",
          KEYS::contains,
          KEYS,
          "They are url, basic.auth.user.info (user:password), bearer.auth.token, and ssl.* as for"
              + " any client of Kafka");

  private static Set<String> keys() {
    Set<String> keys = new TreeSet<>(SslConfigs.RECONFIGURABLE_CONFIGS);
    keys.addAll(SslConfigs.NON_RECONFIGURABLE_CONFIGS);
    keys.addAll(
        List.of(
            URL,
            "basic.auth.credentials.source",
            "basic.auth.user.info",
            "bearer.auth.credentials.source",
            "bearer.auth.token"));
    return keys;
  }

  @Override
  public @Nullable UnresolvedConfig read(Yaml yaml, Problems problems) {
    if (yaml instanceof Yaml.Scalar scalar) {
      return new UnresolvedConfig(
          Map.of(URL, scalar.text()), Map.of(URL, yaml.place()), yaml.place(), Set.of());
    }
    int before = problems.count();
    UnresolvedConfig config = mapping.read(yaml, problems);
    if (config != null && problems.count() == before && !config.values().containsKey(URL)) {
      problems.error(
          config.placeOf(URL), "is missing, expected the URL of a schema registry", null);
      return null;
    }
    return config;
  }

  @Override
  public String expectation() {
    return "the URL of a schema registry, or 'url' and what one needs to get in";
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> section = new LinkedHashMap<>();
    section.put("type", "object");
    section.put("required", List.of(URL));
    section.put("additionalProperties", true);
    return Map.of("anyOf", List.of(Map.of("type", "string"), section));
  }
}
