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
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The plugins of one project. What it has is said by its {@link LockFile}; the plugins themselves
 * lie in folders of {@code name-version}, and one that is missing is fetched again with the same
 * bits. A plugin appears in its place whole or not at all. May be used by several threads and
 * processes at once: whoever changes something waits for the one before.
 */
public final class PluginHub {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Path project;
  private final Path folder;
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
    return folder.resolve(plugin.folder());
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
    if (!plugins.stream().allMatch(p -> Files.isDirectory(folder(p)))) {
      changing(
          arrivals -> {
            for (LockedPlugin plugin : plugins) {
              there(arrivals, plugin);
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
    Optional<LockedPlugin> locked = locked(coordinates, plugins());
    if (locked.isPresent() && Files.isDirectory(folder(locked.get()))) {
      return folder(locked.get());
    }
    return folder(
        changing(
            arrivals -> {
              // Another one may have been here, or the lock file came without the plugins.
              Optional<LockedPlugin> known = find(coordinates);
              return known.isPresent()
                  ? there(arrivals, known.get())
                  : take(arrivals.fromMaven(coordinates));
            }));
  }

  /** The plugin of the lock file that these coordinates mean; the newest where they say none. */
  public Optional<LockedPlugin> find(Coordinates coordinates) {
    return locked(coordinates, plugins());
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
              ? there(arrivals, locked.get())
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
          List<LockedPlugin> all = lockFile.read();
          List<LockedPlugin> meant = named(name, all);
          if (meant.size() > 1) {
            throw new InstallException(
                Kind.CONFLICT,
                "'" + name + "' is there in several versions: " + titles(meant),
                "Say which one.");
          }
          forget(meant.get(0));
          return meant.get(0);
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
   * Replaces plugins from Maven repositories by their newest released version. Of one that is there
   * in several versions, the highest is replaced.
   *
   * @param name empty for all
   * @return those that changed
   */
  public List<Update> update(Optional<String> name) {
    return changing(
        arrivals -> {
          List<LockedPlugin> all = lockFile.read();
          List<LockedPlugin> meant = highest(name.isPresent() ? named(name.get(), all) : all);
          List<Update> updates = new ArrayList<>();
          for (LockedPlugin plugin : meant) {
            Optional<Coordinates> newer = newer(plugin);
            if (newer.isPresent() && locked(newer.get(), lockFile.read()).isEmpty()) {
              MavenOptions same = maven.withRepositories(plugin.repositories());
              LockedPlugin taken = take(arrivals(same).fromMaven(newer.get()));
              forget(plugin);
              updates.add(new Update(plugin, taken));
            }
          }
          return updates;
        });
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
            Path there = folder(plugin);
            if (Files.isDirectory(there) && Bits.areRight(plugin, there)) {
              kept.add(plugin);
            } else {
              moveIn(arrivals.again(plugin));
              fetched.add(plugin);
            }
          }
          return new Synced(kept, fetched, sweep(all));
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

  private Arrivals arrivals(MavenOptions options) {
    return new Arrivals(project, staging, options, progress);
  }

  /** Fetches what the lock file says, if it is missing. */
  private LockedPlugin there(Arrivals arrivals, LockedPlugin plugin) throws IOException {
    if (!Files.isDirectory(folder(plugin))) {
      moveIn(arrivals.again(plugin));
    }
    return plugin;
  }

  /** Folder first, lock file second: a folder without an entry is nobody's, and swept away. */
  private LockedPlugin take(Arrival arrival) throws IOException {
    arrival.remarks().forEach(progress);
    LockedPlugin plugin = arrival.plugin();
    List<LockedPlugin> all = new ArrayList<>(lockFile.read());
    for (LockedPlugin other : List.copyOf(all)) {
      if (!other.folder().equals(plugin.folder())) {
        continue;
      }
      if (!other.source().equals(plugin.source()) || !other.files().equals(plugin.files())) {
        throw new InstallException(
            Kind.CONFLICT,
            other.title() + " is there already, with other bits, from " + other.source(),
            "Remove it first: sluice plugin rm " + other.title());
      }
      all.remove(other);
    }
    moveIn(arrival);
    all.add(plugin);
    lockFile.write(all);
    return plugin;
  }

  private void moveIn(Arrival arrival) throws IOException {
    Path place = folder(arrival.plugin());
    if (Files.exists(place)) {
      // Away at once; a process that runs with the old files keeps those that it has open.
      Path old = Files.createTempDirectory(staging, "replaced").resolve("old");
      Files.move(place, old, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(arrival.folder(), place, StandardCopyOption.ATOMIC_MOVE);
  }

  private void forget(LockedPlugin plugin) throws IOException {
    List<LockedPlugin> rest =
        lockFile.read().stream().filter(p -> !p.title().equals(plugin.title())).toList();
    lockFile.write(rest);
    Bits.delete(folder(plugin));
  }

  private List<String> sweep(List<LockedPlugin> locked) throws IOException {
    Set<String> wanted = locked.stream().map(LockedPlugin::folder).collect(Collectors.toSet());
    List<String> removed = new ArrayList<>();
    try (Stream<Path> there = Files.list(folder)) {
      for (Path child : there.filter(Files::isDirectory).sorted().toList()) {
        String name = child.getFileName().toString();
        if (!wanted.contains(name)) {
          Bits.delete(child);
          removed.add(name);
        }
      }
    }
    return removed;
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

  /** The last that fits: the lock file has the highest version last. */
  private static Optional<LockedPlugin> locked(Coordinates wanted, List<LockedPlugin> plugins) {
    Optional<LockedPlugin> last = Optional.empty();
    for (LockedPlugin plugin : plugins) {
      Optional<Coordinates> has = plugin.coordinates().filter(wanted::sameArtifact);
      if (has.isPresent() && fits(wanted, has.get())) {
        last = Optional.of(plugin);
      }
    }
    return last;
  }

  /** Of each artifact the highest version. */
  private static List<LockedPlugin> highest(List<LockedPlugin> plugins) {
    return plugins.stream()
        .filter(p -> p.coordinates().isPresent())
        .filter(p -> locked(p.coordinates().get().ofAnyVersion(), plugins).equals(Optional.of(p)))
        .toList();
  }

  private static boolean fits(Coordinates wanted, Coordinates has) {
    return (wanted.version().isEmpty() || wanted.version().equals(has.version()))
        && (wanted.extension().isEmpty()
            || wanted.extension().equals(has.extension())
                && wanted.classifier().equals(has.classifier()));
  }

  private static List<LockedPlugin> named(String name, List<LockedPlugin> plugins) {
    List<LockedPlugin> found =
        plugins.stream().filter(p -> p.name().equals(name) || p.title().equals(name)).toList();
    if (found.isEmpty()) {
      throw new InstallException(
          Kind.NOT_FOUND,
          "The project has no plugin '" + name + "'; it has " + titles(plugins),
          null);
    }
    return found;
  }

  private static String titles(List<LockedPlugin> plugins) {
    return plugins.isEmpty()
        ? "none"
        : plugins.stream().map(LockedPlugin::title).collect(Collectors.joining(", "));
  }
}
