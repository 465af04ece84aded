package io.sluice.pipeline.file;

import io.sluice.pipeline.Place;
import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.pipeline.setting.Compound;
import io.sluice.pipeline.setting.ScalarType;
import io.sluice.pipeline.yaml.Problems;
import io.sluice.pipeline.yaml.Yaml;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where the state of a project is: a PostgreSQL, and how long a lease of a pipeline is there. */
final class StateType implements Compound<UnresolvedConfig> {
  private static final String URL = "url";
  private static final String BEGINS = "jdbc:postgresql:";
  private static final String LEASE = "lease";
  private static final Set<String> KEYS = Set.of(URL, "user", "password", LEASE);
  private static final ScalarType<Duration> LENGTH =
      ScalarType.duration(Duration.ofSeconds(2), Duration.ofMinutes(10));

  private final KnownKeys mapping =
      new KnownKeys("the keys of a state's address", KEYS::contains, KEYS);

  @Override
  public @Nullable UnresolvedConfig read(Yaml yaml, Problems problems) {
    int before = problems.count();
    UnresolvedConfig config = mapping.read(yaml, problems);
    if (config == null || problems.count() > before) {
      return config;
    }
    String url = config.values().get(URL);
    if (url == null) {
      problems.error(
          config.placeOf(URL),
          "is missing, expected " + BEGINS + "//HOST:PORT/DATABASE",
          "Without 'state' it is in the state folder.");
      return null;
    }
    // What a reference stands for is not known here; and nothing is quoted, it may be a secret.
    if (!url.startsWith(BEGINS) && !url.contains("${")) {
      problems.error(
          config.placeOf(URL),
          "expected " + BEGINS + "//HOST:PORT/DATABASE but found another address",
          "The state is in the state folder, or in a PostgreSQL.");
      return null;
    }
    return withLease(config, yaml, problems);
  }

  /** The length of a lease in ISO's form, however the file says it. */
  private static @Nullable UnresolvedConfig withLease(
      UnresolvedConfig config, Yaml yaml, Problems problems) {
    Map<String, String> values = new LinkedHashMap<>(config.values());
    if (yaml instanceof Yaml.Mapping mapping) {
      for (Yaml.Entry entry : mapping.entries()) {
        if (entry.key().equals(LEASE)) {
          Duration length = LENGTH.read(entry.value(), problems);
          if (length == null) {
            return null;
          }
          values.put(LEASE, length.toString());
        }
      }
    }
    Map<String, Place> places = new HashMap<>();
    values.keySet().forEach(key -> places.put(key, config.placeOf(key)));
    return new UnresolvedConfig(values, places, config.place(), Set.of());
  }

  @Override
  public String expectation() {
    return "'url' of a PostgreSQL, 'user', 'password' and 'lease'";
  }

  @Override
  public Map<String, Object> schema() {
    return mapping.schema();
  }
}
