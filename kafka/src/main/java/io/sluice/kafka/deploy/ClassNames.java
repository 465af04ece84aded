package io.sluice.kafka.deploy;

import io.sluice.plugin.PluginException;
import io.sluice.plugin.PluginId;
import io.sluice.plugin.PluginKind;
import io.sluice.plugin.Plugins;
import java.util.Optional;

/**
 * Gives plugins the names that a Connect cluster knows them by: {@code postgres} is an alias of
 * ours, which no stock worker understands.
 */
@FunctionalInterface
public interface ClassNames {
  /** How a plugin begins that is named by its Maven coordinates. */
  String COORDINATES = "maven:";

  /** What a plugin that says no version is given for one. */
  String UNDEFINED = "undefined";

  /**
   * The class that a name of a pipeline file means, without its {@code @version}. A class that is
   * not installed here may be on the cluster, so its name is given back as it is.
   *
   * @throws PluginException when an alias means nothing here or several things, so that nobody can
   *     tell what the cluster would make of it
   */
  String of(PluginKind kind, String name);

  /**
   * The version that a name means without an {@code @version}, by what the plugin says of itself:
   * that of coordinates is one, while a cluster takes the highest that it has. Empty where any will
   * do.
   *
   * @throws PluginException when the plugin cannot be asked
   */
  default Optional<String> version(PluginKind kind, String name) {
    return Optional.empty();
  }

  /** By the plugins that are installed here. */
  static ClassNames of(Plugins plugins) {
    return new ClassNames() {
      @Override
      public String of(PluginKind kind, String name) {
        try {
          PluginId found = plugins.find(kind, name);
          return found.className();
        } catch (PluginException e) {
          if (name.indexOf('.') >= 0 && !name.startsWith(COORDINATES)) {
            return name;
          }
          throw e;
        }
      }

      @Override
      public Optional<String> version(PluginKind kind, String name) {
        return name.startsWith(COORDINATES)
            ? Optional.of(plugins.version(plugins.find(kind, name)))
                .filter(version -> !version.equals(UNDEFINED))
            : Optional.empty();
      }
    };
  }
}
