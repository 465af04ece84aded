package io.sluice.project.draft;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A pipeline that is being made.
 *
 * @param description what it is for; may be empty
 * @param masked columns whose values are hidden on the way, by path
 */
public record Draft(String name, String description, Side source, Side sink, List<String> masked) {
  public Draft {
    requireNonNull(name, "name is null");
    requireNonNull(description, "description is null");
    masked = List.copyOf(masked);
  }

  /**
   * Its source or its sink.
   *
   * @param connector as a pipeline file names it
   * @param config settings that are no secrets, in the order of the file
   * @param secrets settings that stand in no pipeline file, by key. Never shown: {@link #toString}
   *     leaves them out
   */
  public record Side(String connector, Map<String, String> config, Map<String, String> secrets) {
    public Side {
      requireNonNull(connector, "connector is null");
      config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
      secrets = Collections.unmodifiableMap(new LinkedHashMap<>(secrets));
    }

    @Override
    public String toString() {
      return connector + " " + config + ", secrets " + secrets.keySet();
    }
  }
}
