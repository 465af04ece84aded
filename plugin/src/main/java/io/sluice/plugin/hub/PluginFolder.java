package io.sluice.plugin.hub;

import io.sluice.plugin.InstallException;
import io.sluice.plugin.InstallException.Kind;
import io.sluice.plugin.hub.Arrivals.Arrival;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the plugins of a project lie, with the lock file that says which they are. A plugin appears
 * in its place whole or not at all. Changed by who holds the {@link ChangeLock} alone.
 */
final class PluginFolder {
  private final Path folder;
  private final Path staging;
  private final LockFile lockFile;

  /**
   * @param folder of the plugins, a folder in it for each
   * @param staging on the same disk: what goes, and comes, is moved
   */
  PluginFolder(Path folder, Path staging, LockFile lockFile) {
    this.folder = folder;
    this.staging = staging;
    this.lockFile = lockFile;
  }

  /** Where a plugin is, or will be. */
  Path of(LockedPlugin plugin) {
    return folder.resolve(plugin.folder());
  }

  boolean has(LockedPlugin plugin) {
    return Files.isDirectory(of(plugin));
  }

  /**
   * Puts a plugin into its place and the lock file.
   *
   * @throws InstallException when it is there with other bits
   */
  LockedPlugin take(Arrival arrival) throws IOException {
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
    // Folder first, lock file second: a folder without an entry is nobody's, and swept away.
    moveIn(arrival);
    all.add(plugin);
    lockFile.write(all);
    return plugin;
  }

  /** Puts a plugin that the lock file has into its place. */
  void moveIn(Arrival arrival) throws IOException {
    Path place = of(arrival.plugin());
    if (Files.exists(place)) {
      // Away at once; a process that runs with the old files keeps those that it has open.
      Path old = Files.createTempDirectory(staging, "replaced").resolve("old");
      Files.move(place, old, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(arrival.folder(), place, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Takes a plugin out of the lock file and away. */
  void forget(LockedPlugin plugin) throws IOException {
    List<LockedPlugin> rest =
        lockFile.read().stream().filter(p -> !p.title().equals(plugin.title())).toList();
    lockFile.write(rest);
    Bits.delete(of(plugin));
  }

  /** Takes folders away that none of these plugins has; returns their names. */
  List<String> sweep(List<LockedPlugin> locked) throws IOException {
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
}
