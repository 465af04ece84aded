package io.sluice.plugin;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
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
 * <p>A name is a full class name, a simple class name or an alias ({@code postgres}, {@code
 * regex-router}); {@code name@1.2.3} asks for one version: that which a plugin was added in, or
 * else that which one reports. Where an alias fits several plugins, Sluice's own wins; otherwise it
 * is refused with the choices. Where one class is in several locations, the highest version wins,
 * then the first on the path. {@code maven:} and Maven coordinates name the plugin of that
 * artifact; {@code #Class} behind them says which, where it has several of a kind.
 */
public final class Plugins implements AutoCloseable {
  private static final Duration DESCRIBE_WITHIN = Duration.ofSeconds(30);
  private static final String MAVEN = "maven:";

  private final List<Location> locations = new CopyOnWriteArrayList<>();
  private final PluginNames names;
  private final Function<String, Path> artifacts;
  private final Map<Path, String> addedVersions = new ConcurrentHashMap<>();
  private final Map<PluginId, Location> homes = new ConcurrentHashMap<>();

  private Plugins(
      List<Location> locations, List<Path> pluginPath, Function<String, Path> artifacts) {
    this.locations.addAll(locations);
    this.names = new PluginNames(pluginPath);
    this.artifacts = artifacts;
  }

  /**
   * The plugins in these folders. As on Kafka Connect's {@code plugin.path}, each folder and each
   * jar in one of them is a location; a folder of nothing but jars is a location itself. Folders
   * that do not exist are named when a plugin is not found.
   */
  public static Plugins of(List<Path> pluginPath) {
    return of(
        pluginPath,
        List.of(),
        name -> {
          throw new PluginException(name + " has not been fetched; add it: sluice plugin add");
        });
  }

  /**
   * The plugins in these folders and those of a project.
   *
   * @param added what the project has of its own, searched first
   * @param artifacts from {@code maven:group:artifact...} to that plugin's folder, one of {@code
   *     added}; throws {@link PluginException} or {@link InstallException} when it is not there
   */
  public static Plugins of(
      List<Path> pluginPath, List<AddedPlugin> added, Function<String, Path> artifacts) {
    ClassLoader parent = Plugins.class.getClassLoader();
    List<Location> locations = new ArrayList<>();
    for (Path path : PluginPath.locations(pluginPath)) {
      locations.add(Location.isolated(path, parent));
    }
    locations.add(Location.classPath(parent));
    Plugins plugins = new Plugins(locations, pluginPath, artifacts);
    plugins.add(added);
    return plugins;
  }

  /**
   * From now on these are there too, before those of the path; what is loaded already stays as it
   * is, and so do plugins that somebody has.
   *
   * @param added those that are there already do not count
   */
  public synchronized void add(List<AddedPlugin> added) {
    ClassLoader parent = Plugins.class.getClassLoader();
    int place = addedVersions.size();
    for (AddedPlugin plugin : added) {
      Path folder = plugin.folder().toAbsolutePath().normalize();
      if (addedVersions.putIfAbsent(folder, plugin.version()) == null) {
        locations.add(place++, Location.isolated(folder, parent));
      }
    }
  }

  /**
   * A new source connector, not started. Throws {@link PluginException} when there is none of that
   * name.
   */
  public Isolated<SourceConnector> newSourceConnector(String name) {
    return create(find(PluginKind.SOURCE, name), SourceConnector.class);
  }

  /**
   * A new sink connector, not started. Throws {@link PluginException} when there is none of that
   * name.
   */
  public Isolated<SinkConnector> newSinkConnector(String name) {
    return create(find(PluginKind.SINK, name), SinkConnector.class);
  }

  /** A new task of the class that {@code connector} names, not started. */
  public Isolated<Task> newTask(Isolated<? extends Connector> connector) {
    try (LoaderScope scope = connector.enter()) {
      Class<? extends Task> type = connector.instance().taskClass();
      if (type == null) {
        throw new PluginException(connector.id().className() + " names no task class");
      }
      return connector.with(instantiate(type, Task.class));
    }
  }

  /**
   * A new transformation, not configured. Throws {@link PluginException} when there is none of that
   * name.
   */
  public Isolated<Transformation<?>> newTransformation(String name) {
    Isolated<?> created = create(find(PluginKind.TRANSFORMATION, name), Transformation.class);
    return new Isolated<>((Transformation<?>) created.instance(), created.id(), created.loader());
  }

  /**
   * A new predicate, not configured. Throws {@link PluginException} when there is none of that
   * name.
   */
  public Isolated<Predicate<?>> newPredicate(String name) {
    Isolated<?> created = create(find(PluginKind.PREDICATE, name), Predicate.class);
    return new Isolated<>((Predicate<?>) created.instance(), created.id(), created.loader());
  }

  /** A new config provider, not configured; empty when there is none of that name. */
  public Optional<ConfigProvider> newConfigProvider(String name) {
    List<PluginId> found = matches(PluginKind.CONFIG_PROVIDER, name);
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(
            create(find(PluginKind.CONFIG_PROVIDER, name), ConfigProvider.class).instance());
  }

  /** A new plugin of any kind, neither configured nor started. */
  public Isolated<Object> create(PluginId id) {
    return create(id, Object.class);
  }

  /** Which plugin a name means. Throws {@link PluginException} when there is none, or several. */
  public PluginId find(PluginKind kind, String name) {
    if (name.startsWith(MAVEN)) {
      return ofArtifact(kind, name);
    }
    int at = name.lastIndexOf('@');
    String plain = at < 0 ? name : name.substring(0, at);
    List<PluginId> found = matches(kind, plain);
    if (found.isEmpty()) {
      throw names.unknown(kind, plain, all(kind), this::all);
    }
    List<PluginId> chosen = names.choose(plain, found);
    if (at >= 0) {
      return withVersion(name.substring(at + 1), chosen);
    }
    return chosen.size() == 1 ? chosen.get(0) : newest(chosen);
  }

  /** Every plugin, by kind, alias and class name. Reads every location. */
  public List<PluginId> list() {
    List<PluginId> all = new ArrayList<>();
    for (PluginKind kind : PluginKind.values()) {
      all.addAll(all(kind));
    }
    return List.copyOf(all);
  }

  /** What a plugin says about itself. Loads and calls it, with a deadline. */
  public PluginDescription describe(PluginId id) {
    Isolated<Object> plugin = create(id);
    return PluginCall.ask(
        plugin,
        "to describe itself",
        DESCRIBE_WITHIN,
        () -> Descriptions.of(id, plugin.instance()));
  }

  /**
   * What a connector recommends for its settings, by setting: tables that there are, for instance.
   * Calls its own {@code validate}, which may connect, with a deadline; nothing where it fails.
   *
   * @param kind a source or a sink
   * @param resolved the settings so far, secrets in place
   */
  public Map<String, List<String>> recommended(
      PluginKind kind, String name, Map<String, String> resolved) {
    try {
      return Recommendations.of(
          create(find(kind, name), Connector.class), resolved, DESCRIBE_WITHIN);
    } catch (PluginException e) {
      return Map.of();
    }
  }

  /**
   * A plugin's version as it reports it; {@code undefined} where it reports none. Loads and calls
   * it.
   */
  public String version(PluginId id) {
    Isolated<Object> plugin = create(id);
    return PluginCall.ask(
        plugin,
        "for its version",
        DESCRIBE_WITHIN,
        () -> Descriptions.versionOf(plugin.instance()));
  }

  /**
   * The version that a plugin goes by here: the one that it was added in, or else the one that it
   * reports. Loads and calls only what was not added.
   */
  public String knownVersion(PluginId id) {
    return addedVersion(id).orElseGet(() -> version(id));
  }

  private Optional<String> addedVersion(PluginId id) {
    return id.location().map(addedVersions::get);
  }

  /**
   * The class loader of a plugin's location, for what must share it, such as a JDBC driver's
   * natives.
   */
  public ClassLoader loader(PluginId id) {
    return home(id).loader();
  }

  /** Closes the jars. Plugins that still run may fail to load further classes afterwards. */
  @Override
  public void close() {
    locations.forEach(Location::close);
  }

  /** The plugin of an artifact; of its kind it is the only one there, or {@code #} names it. */
  private PluginId ofArtifact(PluginKind kind, String name) {
    int hash = name.indexOf('#');
    String artifact = hash < 0 ? name : name.substring(0, hash);
    Path folder = folder(artifact);
    List<PluginId> there =
        all(kind, location -> location.path().filter(folder::equals).isPresent());
    String wanted = hash < 0 ? "" : name.substring(hash + 1);
    List<PluginId> meant =
        hash < 0
            ? there
            : there.stream().filter(id -> Alias.matches(kind, id.className(), wanted)).toList();
    if (meant.size() != 1) {
      throw names.noneOrSeveral(artifact, kind, there);
    }
    return meant.get(0);
  }

  private Path folder(String artifact) {
    try {
      return artifacts.apply(artifact).toAbsolutePath().normalize();
    } catch (InstallException e) {
      throw new PluginException(e.getMessage() + (e.hint() == null ? "" : ". " + e.hint()), e);
    }
  }

  /**
   * From the cheapest way to find something to the dearest; the first that finds anything is the
   * last.
   */
  private List<PluginId> matches(PluginKind kind, String name) {
    List<PluginId> found = named(kind, name, location -> location.declared(kind));
    if (found.isEmpty() && name.indexOf('.') >= 0) {
      found = byClassFile(kind, name);
    }
    return found.isEmpty() ? named(kind, name, location -> location.undeclared(kind)) : found;
  }

  private List<PluginId> named(
      PluginKind kind, String name, Function<Location, Set<String>> classes) {
    List<PluginId> found = new ArrayList<>();
    for (Location location : locations) {
      for (String className : classes.apply(location)) {
        if (Alias.matches(kind, className, name)) {
          found.add(id(kind, className, location));
        }
      }
    }
    return found;
  }

  /** A class that no service file names, asked for by its full name. */
  private List<PluginId> byClassFile(PluginKind kind, String className) {
    List<PluginId> found = new ArrayList<>();
    for (Location location : locations) {
      if (location.hasClass(className) && kind.type().isAssignableFrom(location.load(className))) {
        found.add(id(kind, className, location));
      }
    }
    return found;
  }

  private List<PluginId> all(PluginKind kind) {
    return all(kind, location -> true);
  }

  private List<PluginId> all(PluginKind kind, java.util.function.Predicate<Location> wanted) {
    List<PluginId> all = new ArrayList<>();
    for (Location location : locations) {
      if (!wanted.test(location)) {
        continue;
      }
      location.declared(kind).forEach(className -> all.add(id(kind, className, location)));
      location.undeclared(kind).forEach(className -> all.add(id(kind, className, location)));
    }
    all.sort(Comparator.comparing(PluginId::alias).thenComparing(PluginId::className));
    return all;
  }

  private PluginId id(PluginKind kind, String className, Location location) {
    PluginId id = new PluginId(kind, className, Alias.of(kind, className), location.path());
    homes.putIfAbsent(id, location);
    return id;
  }

  private PluginId newest(List<PluginId> sameClass) {
    PluginId best = sameClass.get(0);
    Version highest = Version.of(knownVersion(best));
    for (PluginId other : sameClass.subList(1, sameClass.size())) {
      Version version = Version.of(knownVersion(other));
      if (version.compareTo(highest) > 0) {
        best = other;
        highest = version;
      }
    }
    return best;
  }

  private PluginId withVersion(String version, List<PluginId> sameClass) {
    for (PluginId id : sameClass) {
      if (addedVersion(id).filter(version::equals).isPresent()) {
        return id;
      }
    }
    for (PluginId id : sameClass) {
      if (version(id).equals(version)) {
        return id;
      }
    }
    throw new PluginException(
        sameClass.get(0).className()
            + " is not there in version "
            + version
            + ", only in "
            + sameClass.stream().map(this::knownVersion).collect(Collectors.joining(", ")));
  }

  private <T> Isolated<T> create(PluginId id, Class<T> type) {
    Location location = home(id);
    if (!PluginNames.isOurs(id.className())) { // ours load the driver that they need themselves
      location.loadDrivers();
    }
    Class<?> loaded = location.load(id.className());
    try (LoaderScope scope = LoaderScope.enter(location.loader())) {
      return new Isolated<>(instantiate(loaded, type), id, location.loader());
    }
  }

  private Location home(PluginId id) {
    Location location = homes.get(id);
    if (location == null) {
      throw new PluginException(id.className() + " was not found by these plugins");
    }
    return location;
  }

  private static <T> T instantiate(Class<?> loaded, Class<T> type) {
    if (!type.isAssignableFrom(loaded)) {
      throw new PluginException(
          loaded.getName()
              + " is not a "
              + type.getName()
              + "; does its folder hold a second copy of Kafka Connect's API?");
    }
    try {
      return type.cast(loaded.getDeclaredConstructor().newInstance());
    } catch (InvocationTargetException e) {
      throw new PluginException(
          "The constructor of " + loaded.getName() + " failed", e.getTargetException());
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new PluginException(
          loaded.getName()
              + " cannot be instantiated; it needs a public constructor without parameters",
          e);
    }
  }
}
