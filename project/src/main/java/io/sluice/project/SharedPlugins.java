package io.sluice.project;

import io.sluice.plugin.InstallException;
import io.sluice.plugin.PluginException;
import io.sluice.plugin.Plugins;
import io.sluice.plugin.hub.PluginHub;
import io.sluice.plugin.resolve.Coordinates;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The plugins of all pipelines of a project, each loaded once. What a further pipeline names by
 * Maven coordinates is fetched and comes to them, and so does what somebody adds to the lock file;
 * those that are loaded stay. Safe for use by several threads.
 */
public final class SharedPlugins {
  private final ProjectPlugins own;
  private final List<Path> pluginPath;
  private final Map<String, Path> fetched = new ConcurrentHashMap<>();
  private final Map<String, InstallException> failed = new ConcurrentHashMap<>();
  private volatile @Nullable PluginHub hub;
  private @Nullable Plugins plugins;
  private Optional<ProjectPlugins.LockState> lock = Optional.empty();

  /** Nothing is read yet. */
  public SharedPlugins(ProjectPlugins own, List<Path> pluginPath) {
    this.own = own;
    this.pluginPath = List.copyOf(pluginPath);
  }

  /**
   * The plugins of the path and of the project. Those that are missing are fetched; so are those
   * that {@code names} name by Maven coordinates. What cannot be fetched of the latter is told when
   * it is asked for, with the line that names it, and tried again when it is named again.
   *
   * @param names as a pipeline file has them; what are no coordinates does not count
   * @return always the same; to be closed by whoever asked first
   * @throws InstallException when a plugin of the lock file cannot be had at first; later on that
   *     is told as a notice, and the others go on
   */
  public synchronized Plugins with(List<String> names) {
    List<String> missing =
        ProjectPlugins.artifacts(names).stream().filter(n -> !fetched.containsKey(n)).toList();
    Plugins made = plugins;
    Optional<ProjectPlugins.LockState> now = own.lockState();
    if (made != null && missing.isEmpty()) {
      if (!now.equals(lock)) {
        lock = now;
        addTo(made);
      }
      return made;
    }
    if (missing.isEmpty() && !own.any()) {
      made = Plugins.of(pluginPath, List.of(), this::folder);
    } else {
      PluginHub from = hub();
      missing.forEach(name -> fetch(from, name));
      if (made == null) {
        made = Plugins.of(pluginPath, from.added(), this::folder);
      } else {
        made.add(from.added());
      }
    }
    plugins = made;
    lock = own.lockState(); // which has what was just fetched
    return made;
  }

  /** Who runs without what was added goes on so, whatever hinders it from coming. */
  private void addTo(Plugins made) {
    try {
      made.add(hub().added());
    } catch (InstallException e) {
      own.notice("Not added: " + e.getMessage());
    }
  }

  private void fetch(PluginHub from, String name) {
    try {
      fetched.put(name, from.require(Coordinates.parse(name)));
      failed.remove(name);
    } catch (InstallException e) {
      failed.put(name, e);
    }
  }

  private PluginHub hub() {
    PluginHub made = hub;
    if (made == null) {
      made = own.hub();
      hub = made;
    }
    return made;
  }

  /** Waits for nobody who fetches. */
  private Path folder(String name) {
    InstallException failure = failed.get(name);
    if (failure != null) {
      throw failure;
    }
    Path place = fetched.get(name);
    return place == null ? known(name) : place;
  }

  private Path known(String name) {
    if (!own.any() && fetched.isEmpty()) {
      throw new PluginException(name + " has not been fetched; add it: sluice plugin add");
    }
    Coordinates wanted = Coordinates.parse(name);
    return hub()
        .find(wanted)
        .map(hub()::folder)
        .orElseThrow(
            () ->
                new PluginException(
                    "The project has no " + name + "; add it: sluice plugin add " + wanted));
  }
}
