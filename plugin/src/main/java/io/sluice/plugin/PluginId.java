package io.sluice.plugin;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One plugin in one place. Found without loading the plugin's class.
 *
 * @param kind what it is
 * @param className the full name of its class
 * @param alias the short name that pipeline files use: {@code postgres} for {@code
 *     io.sluice.connector.postgres.PostgresConnector}
 * @param location the folder or jar it comes from; empty for what Sluice itself brings on its class
 *     path
 */
public record PluginId(PluginKind kind, String className, String alias, Optional<Path> location) {
  public PluginId {
    requireNonNull(kind, "kind is null");
    requireNonNull(className, "className is null");
    requireNonNull(alias, "alias is null");
    requireNonNull(location, "location is null");
  }
}
