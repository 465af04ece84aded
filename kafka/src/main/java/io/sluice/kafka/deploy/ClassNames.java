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
   * The version that a name asks for, by what the plugin says of itself, which is what a cluster
   * goes by: coordinates ask for one, and so does {@code name@version}, which may be the version
   * that it was added in. Empty where any will do: a cluster takes the highest that it has.
   *
   * @throws PluginException when the plugin cannot be asked
   */
  default Optional<String> version(PluginKind kind, String name) {
    int at = name.lastIndexOf('@');
    return at < 0 ? Optional.empty() : Optional.of(name.substring(at + 1));
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
        if (name.startsWith(COORDINATES)) {
          return reported(plugins.find(kind, name));
        }
        Optional<String> said = ClassNames.super.version(kind, name);
        try {
          return said.isEmpty() ? said : reported(plugins.find(kind, name)).or(() -> said);
        } catch (PluginException e) {
          return said; // the cluster may have what is not here
        }
      }

      private Optional<String> reported(PluginId id) {
        return Optional.of(plugins.version(id)).filter(version -> !version.equals(UNDEFINED));
      }
    };
  }
}
