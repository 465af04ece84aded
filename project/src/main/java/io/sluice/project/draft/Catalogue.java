package io.sluice.project.draft;

import io.sluice.plugin.PluginDescription;
import io.sluice.plugin.PluginException;
import io.sluice.plugin.PluginId;
import io.sluice.plugin.PluginKind;
import io.sluice.plugin.Plugins;
import io.sluice.project.Project;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The plugins that pipelines of a project can name, with what each says of itself. Each is asked
 * once, within a deadline of {@link Plugins}'. Thread-safe.
 */
public final class Catalogue {
  private static final String UNKNOWN = "cannot be loaded";

  private final Project project;
  private final Map<PluginId, String> versions = new ConcurrentHashMap<>();
  private final Map<PluginId, PluginDescription> described = new ConcurrentHashMap<>();

  /** Nothing is loaded yet. */
  public Catalogue(Project project) {
    this.project = project;
  }

  /** All of them, by kind and name. The first call loads them, which may take its time. */
  public List<InstalledPlugin> all() {
    List<PluginId> ids = project.plugins().list();
    Map<String, Long> aliases = count(ids, PluginId::alias);
    Map<String, Long> classes = count(ids, PluginId::className);
    List<InstalledPlugin> all = new ArrayList<>();
    for (PluginId id : ids) {
      String version = versions.computeIfAbsent(id, this::version);
      String name = id.alias();
      if (aliases.getOrDefault(key(id, name), 0L) > 1) {
        boolean several = classes.getOrDefault(key(id, id.className()), 0L) > 1;
        name = several ? id.className() + "@" + version : id.className();
      }
      all.add(new InstalledPlugin(id, name, version, from(id)));
    }
    all.sort(
        Comparator.comparing((InstalledPlugin one) -> one.id().kind())
            .thenComparing(InstalledPlugin::name)
            .thenComparing(InstalledPlugin::from));
    return List.copyOf(all);
  }

  /** Those of a kind, by name. */
  public List<InstalledPlugin> all(PluginKind kind) {
    return all().stream().filter(one -> one.id().kind() == kind).toList();
  }

  /** The one that a name of a pipeline file means; empty if it means none, or several. */
  public Optional<InstalledPlugin> named(PluginKind kind, String name) {
    List<InstalledPlugin> all = all(kind);
    Optional<InstalledPlugin> listed =
        all.stream().filter(one -> one.name().equals(name)).findFirst();
    if (listed.isPresent()) {
      return listed;
    }
    try {
      PluginId id = project.plugins().find(kind, name);
      return all.stream().filter(one -> one.id().equals(id)).findFirst();
    } catch (PluginException e) {
      return Optional.empty();
    }
  }

  /**
   * What it says of itself and its options.
   *
   * @throws PluginException if it cannot be loaded, or does not answer in time
   */
  public PluginDescription describe(InstalledPlugin plugin) {
    PluginDescription known = described.get(plugin.id());
    if (known == null) {
      known = project.plugins().describe(plugin.id());
      described.put(plugin.id(), known);
    }
    return known;
  }

  private String version(PluginId id) {
    try {
      return project.plugins().knownVersion(id);
    } catch (PluginException e) {
      return UNKNOWN;
    }
  }

  private String from(PluginId id) {
    Path home = project.folder();
    return id.location()
        .map(at -> at.startsWith(home) ? home.relativize(at) : at)
        .map(Path::toString)
        .orElse("Sluice");
  }

  private static Map<String, Long> count(
      List<PluginId> ids, java.util.function.Function<PluginId, String> name) {
    return ids.stream()
        .collect(Collectors.groupingBy(id -> key(id, name.apply(id)), Collectors.counting()));
  }

  /** Names are unique within a kind. */
  private static String key(PluginId id, String name) {
    return id.kind() + " " + name;
  }
}
