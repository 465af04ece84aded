package io.sluice.plugin.hub;

import io.sluice.plugin.AddedPlugin;
import io.sluice.plugin.InstallException;
import io.sluice.plugin.InstallException.Kind;
import io.sluice.plugin.hub.Arrivals.Arrival;
import io.sluice.plugin.resolve.Coordinates;
import io.sluice.plugin.resolve.MavenOptions;
import io.sluice.plugin.resolve.MavenRepositories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The plugins of one project. What it has is said by its {@link LockFile}; the plugins themselves
 * lie in folders of {@code name-version}, and one that is missing is fetched again with the same
 * bits. May be used by several threads and processes at once: whoever changes something waits for
 * the one before.
 */
public final class PluginHub {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Path project;
  private final Path folder;
  private final PluginFolder there;
  private final Path staging;
  private final MavenOptions maven;
  private final Consumer<String> progress;
  private final LockFile lockFile;

  /**
   * @param project the folder that has, or will have, the lock file
   * @param state the project's state folder; the plugins go into {@code plugins} in it
   * @param maven how to reach Maven repositories
   * @param progress hears what takes time, and what is worth telling of what came
   */
  public PluginHub(Path project, Path state, MavenOptions maven, Consumer<String> progress) {
    this.project = project.toAbsolutePath().normalize();
    this.folder = state.toAbsolutePath().normalize().resolve("plugins");
    this.staging = folder.resolveSibling("plugins-arriving");
    this.maven = maven;
    this.progress = progress;
    this.lockFile = new LockFile(this.project.resolve(LockFile.NAME));
    this.there = new PluginFolder(folder, staging, lockFile);
  }

  /** The lock file. */
  public LockFile lockFile() {
    return lockFile;
  }

  /** What the lock file lists, sorted by name and version. */
  public List<LockedPlugin> plugins() {
    return lockFile.read();
  }

  /** Where a plugin is, or will be. */
  public Path folder(LockedPlugin plugin) {
    return there.of(plugin);
  }

  /**
   * All plugins of the lock file, for {@link io.sluice.plugin.Plugins}. Those that are not there
   * are fetched.
   *
   * @throws InstallException when one cannot be fetched, or has other bits than it should have
   */
  public List<AddedPlugin> added() {
    List<LockedPlugin> plugins = plugins();
    // Only whether they are there: checksums are for when they arrive, and for sync.
    if (!plugins.stream().allMatch(there::has)) {
      changing(
          arrivals -> {
            for (LockedPlugin plugin : plugins) {
              fetched(arrivals, plugin);
            }
            return plugins;
          });
    }
    return plugins.stream().map(p -> new AddedPlugin(folder(p), p.version())).toList();
  }

  /**
   * The folder of the plugin with these coordinates; it is added if the lock file does not have it.
   * Without a version, the newest of those that the lock file has is meant, or else the newest that
   * there is.
   *
   * @throws InstallException when it cannot be fetched
   */
  public Path require(Coordinates coordinates) {
    Optional<LockedPlugin> locked = find(coordinates);
    if (locked.isPresent() && there.has(locked.get())) {
      return folder(locked.get());
    }
    return folder(
        changing(
            arrivals -> {
              // Another one may have been here, or the lock file came without the plugins.
              Optional<LockedPlugin> known = find(coordinates);
              return known.isPresent()
                  ? fetched(arrivals, known.get())
                  : take(arrivals.fromMaven(coordinates));
            }));
  }

  /** The plugin of the lock file that these coordinates mean; the newest where they say none. */
  public Optional<LockedPlugin> find(Coordinates coordinates) {
    return locked().of(coordinates);
  }

  /**
   * Adds a plugin from Maven repositories, in the newest version that there is if none is said;
   * returns the one that is there if this version was added before.
   */
  public LockedPlugin add(Coordinates coordinates) {
    return changing(
        arrivals -> {
          Optional<LockedPlugin> locked =
              coordinates.version().isEmpty() ? Optional.empty() : find(coordinates);
          return locked.isPresent()
              ? fetched(arrivals, locked.get())
              : take(arrivals.fromMaven(coordinates));
        });
  }

  /**
   * Adds a plugin.
   *
   * @param what a zip, a tar.gz, a jar or a folder, as far as it exists; otherwise Maven
   *     coordinates
   * @param file where {@code what} would be if it is a file
   * @throws InstallException when it is neither, cannot be fetched, or is no plugin
   */
  public LockedPlugin add(String what, Path file) {
    if (Files.exists(file)) {
      Path real = file.toAbsolutePath().normalize();
      return changing(arrivals -> take(arrivals.fromFile(real)));
    }
    if (!Coordinates.looksLike(what)) {
      throw new InstallException(
          Kind.NOT_FOUND,
          "'" + what + "' is no file or folder, and does not look like Maven coordinates",
          "Write group:artifact:version, or the path of a zip, a tar.gz or a folder of jars.");
    }
    return add(Coordinates.parse(what));
  }

  /**
   * Takes plugins away.
   *
   * @param name {@code name}, of which there must be one version only, or {@code name@version}
   * @throws InstallException when there is none, or several
   */
  public LockedPlugin remove(String name) {
    return changing(
        arrivals -> {
          LockedPlugin plugin = locked().only(name);
          there.forget(plugin);
          return plugin;
        });
  }

  /**
   * A plugin that got a newer version.
   *
   * @param from as it was
   * @param to as it is
   */
  public record Update(LockedPlugin from, LockedPlugin to) {}

  /**
   * What {@link #update} did.
   *
   * @param updates those that changed
   * @param failures why others could not be, by their {@code name@version}; they are as they were
   */
  public record Updated(List<Update> updates, Map<String, InstallException> failures) {}

  /**
   * Replaces plugins from Maven repositories by their newest released version. Of one that is there
   * in several versions, the highest is replaced. One that cannot be had keeps none of the others.
   *
   * @param name empty for all
   */
  public Updated update(Optional<String> name) {
    return changing(
        arrivals -> {
          LockedPlugins all = locked();
          LockedPlugins meant = name.isPresent() ? all.named(name.get()) : all;
          List<Update> updates = new ArrayList<>();
          Map<String, InstallException> failures = new LinkedHashMap<>();
          for (LockedPlugin plugin : meant.highest().all()) {
            try {
              update(plugin).ifPresent(updates::add);
            } catch (InstallException e) {
              failures.put(plugin.title(), e);
            }
          }
          return new Updated(updates, failures);
        });
  }

  private Optional<Update> update(LockedPlugin plugin) throws IOException {
    Optional<Coordinates> newer = newer(plugin);
    if (newer.isEmpty() || find(newer.get()).isPresent()) {
      return Optional.empty();
    }
    MavenOptions same = maven.withRepositories(plugin.repositories());
    LockedPlugin taken = take(arrivals(same).fromMaven(newer.get()));
    there.forget(plugin);
    return Optional.of(new Update(plugin, taken));
  }

  /**
   * What {@link #sync} did.
   *
   * @param kept had the right bits
   * @param fetched were missing or damaged
   * @param removed folders that no entry of the lock file asks for
   */
  public record Synced(List<LockedPlugin> kept, List<LockedPlugin> fetched, List<String> removed) {}

  /**
   * Makes the folder what the lock file says, bit by bit.
   *
   * @throws InstallException when a plugin cannot be had with the bits that it should have
   */
  public Synced sync() {
    return changing(
        arrivals -> {
          List<LockedPlugin> kept = new ArrayList<>();
          List<LockedPlugin> fetched = new ArrayList<>();
          List<LockedPlugin> all = lockFile.read();
          for (LockedPlugin plugin : all) {
            if (there.has(plugin) && Bits.areRight(plugin, there.of(plugin))) {
              kept.add(plugin);
            } else {
              there.moveIn(arrivals.again(plugin));
              fetched.add(plugin);
            }
          }
          return new Synced(kept, fetched, there.sweep(all));
        });
  }

  /** A change, under the lock, with a staging folder that is gone afterwards. */
  private <T> T changing(Change<T> change) {
    try (ChangeLock lock = ChangeLock.of(folder, PATIENCE)) {
      Bits.delete(staging); // of one that was killed
      try {
        return change.with(arrivals(maven));
      } finally {
        Bits.delete(staging);
      }
    } catch (IOException e) {
      throw new InstallException(
          Kind.FOLDER, folder + " cannot be changed; check permissions and free space", null, e);
    }
  }

  private interface Change<T> {
    T with(Arrivals arrivals) throws IOException;
  }

  private LockedPlugins locked() {
    return new LockedPlugins(lockFile.read());
  }

  private Arrivals arrivals(MavenOptions options) {
    return new Arrivals(project, staging, options, progress);
  }

  /** Fetches what the lock file says, if it is missing. */
  private LockedPlugin fetched(Arrivals arrivals, LockedPlugin plugin) throws IOException {
    if (!there.has(plugin)) {
      there.moveIn(arrivals.again(plugin));
    }
    return plugin;
  }

  private LockedPlugin take(Arrival arrival) throws IOException {
    arrival.remarks().forEach(progress);
    return there.take(arrival);
  }

  private Optional<Coordinates> newer(LockedPlugin plugin) {
    if (plugin.coordinates().isEmpty()) {
      return Optional.empty();
    }
    Coordinates now = plugin.coordinates().get();
    try (MavenRepositories repositories =
        MavenRepositories.open(maven.withRepositories(plugin.repositories()), progress)) {
      // The newer version may be published in another form.
      return repositories
          .newer(now)
          .map(v -> new Coordinates(now.group(), now.artifact(), Optional.of(v)));
    }
  }
}
