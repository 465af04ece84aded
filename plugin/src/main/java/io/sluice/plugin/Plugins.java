package io.sluice.plugin;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;

/**
 * The Kafka Connect plugins of this process: those of the plugin path, each location with one class
 * loader that all pipelines share, and those on Sluice's own class path. Nothing is read before
 * somebody asks for a name. Safe for use by several threads.
 *
 * <p>A name is a full class name, a simple class name or an alias (see {@link PluginId}), without
 * regard to case. Where an alias fits several plugins, Sluice's own wins; otherwise it is refused
 * with the choices.
 */
public final class Plugins implements AutoCloseable {
  private Plugins() {}

  /**
   * The plugins below these folders: each child of a folder, a folder of jars or a single jar, is
   * one location, as on Kafka Connect's {@code plugin.path}; a folder that itself holds jars is a
   * location too. Folders that do not exist are reported when a name is not found.
   */
  public static Plugins of(List<Path> pluginPath) {
    if (pluginPath.isEmpty()) {
      return new Plugins();
    }
    return new Plugins();
  }

  /**
   * A new source connector, not started. Throws {@link PluginException} when there is none of that
   * name.
   */
  public Isolated<SourceConnector> newSourceConnector(String name) {
    throw notYet(name);
  }

  /**
   * A new sink connector, not started. Throws {@link PluginException} when there is none of that
   * name.
   */
  public Isolated<SinkConnector> newSinkConnector(String name) {
    throw notYet(name);
  }

  /** A new task of the class that {@code connector} names, not started. */
  public Isolated<Task> newTask(Isolated<? extends Connector> connector) {
    throw notYet(connector.id().className());
  }

  /**
   * A new transformation, not configured. Throws {@link PluginException} when there is none of that
   * name.
   */
  public Isolated<Transformation<?>> newTransformation(String name) {
    throw notYet(name);
  }

  /**
   * A new predicate, not configured. Throws {@link PluginException} when there is none of that
   * name.
   */
  public Isolated<Predicate<?>> newPredicate(String name) {
    throw notYet(name);
  }

  /** A new config provider, not configured; empty when there is none of that name. */
  public Optional<ConfigProvider> newConfigProvider(String name) {
    throw notYet(name);
  }

  /** Which plugin a name means. Throws {@link PluginException} when there is none, or several. */
  public PluginId find(PluginKind kind, String name) {
    throw notYet(kind + name);
  }

  /** Every plugin, by kind, alias and class name. Reads every location. */
  public List<PluginId> list() {
    throw notYet("");
  }

  /** What a plugin says about itself. Loads and calls it, with a deadline. */
  public PluginDescription describe(PluginId id) {
    throw notYet(id.className());
  }

  /**
   * The class loader of a plugin's location, for what must share it, such as a JDBC driver's
   * natives.
   */
  public ClassLoader loader(PluginId id) {
    throw notYet(id.className());
  }

  /** Closes the jars. Plugins that still run may fail to load further classes afterwards. */
  @Override
  public void close() {}

  private static UnsupportedOperationException notYet(String name) {
    return new UnsupportedOperationException("not built yet: " + name);
  }
}
