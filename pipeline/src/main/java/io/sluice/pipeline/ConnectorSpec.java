package io.sluice.pipeline;

import static java.util.Objects.requireNonNull;

/**
 * A connector as the file names it.
 *
 * @param connector an alias ({@code postgres}), a class name, or {@code
 *     maven:group:artifact:version}
 * @param config its settings, secrets unresolved
 * @param place where the name is written
 */
public record ConnectorSpec(String connector, UnresolvedConfig config, Place place) {
  public ConnectorSpec {
    requireNonNull(connector, "connector is null");
    requireNonNull(config, "config is null");
    requireNonNull(place, "place is null");
  }
}
