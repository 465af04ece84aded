package io.sluice.plugin.hub;

import io.sluice.plugin.InstallException;
import io.sluice.plugin.InstallException.Kind;
import io.sluice.plugin.PluginFolder;
import io.sluice.plugin.archive.Unpacking;
import io.sluice.plugin.hub.LockedPlugin.LockedFile;
import io.sluice.plugin.resolve.Coordinates;
import io.sluice.plugin.resolve.Fetched;
import io.sluice.plugin.resolve.MavenOptions;
import io.sluice.plugin.resolve.MavenRepositories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Brings plugins into a staging folder, from wherever they are, and says what came. Nobody sees
 * them there. One thread at a time.
 */
final class Arrivals {
  private final Path project;
  private final Path staging;
  private final MavenOptions maven;
  private final Consumer<String> progress;

  /**
   * What lies in the staging folder, complete.
   *
   * @param plugin with the checksums of what came
   * @param folder with the plugin's files
   * @param remarks what is worth telling
   */
  record Arrival(LockedPlugin plugin, Path folder, List<String> remarks) {}

  Arrivals(Path project, Path staging, MavenOptions maven, Consumer<String> progress) {
    this.project = project;
    this.staging = staging;
    this.maven = maven;
    this.progress = progress;
  }

  /** From the Maven repositories, in the newest version if none is said. */
  Arrival fromMaven(Coordinates coordinates) throws IOException {
    try (MavenRepositories repositories = MavenRepositories.open(maven, progress)) {
      Fetched fetched = repositories.fetch(coordinates);
      Coordinates exact = fetched.coordinates();
      Path folder = room();
      Map<String, Coordinates> artifacts = new LinkedHashMap<>();
      if (fetched.archive()) {
        folder = unpacked(fetched.files().get(0).path(), folder);
      } else {
        for (Fetched.File file : fetched.files()) {
          String name = file.path().getFileName().toString();
          // Two groups may call an artifact the same.
          String free =
              artifacts.containsKey(name) ? file.coordinates().group() + "-" + name : name;
          Files.copy(file.path(), folder.resolve(free));
          artifacts.put(free, file.coordinates());
        }
      }
      return arrival(
          exact.artifact(),
          exact.version().orElseThrow(),
          LockedPlugin.MAVEN + exact,
          maven.repositories(),
          folder,
          artifacts,
          fetched.remarks());
    }
  }

  /** From a zip, a tar.gz, a jar or a folder on this machine. */
  Arrival fromFile(Path file) throws IOException {
    Path folder = filesOf(file);
    PluginName name = PluginName.of(folder, file.getFileName().toString());
    Path relative = file.startsWith(project) ? project.relativize(file) : file;
    return arrival(
        name.name(),
        name.version(),
        LockedPlugin.FILE + relative.toString().replace('\\', '/'),
        List.of(),
        folder,
        Map.of(),
        relative.isAbsolute()
            ? List.of(
                file + " lies outside of the project: others need it in the same place to get it")
            : List.of());
  }

  private Path filesOf(Path file) throws IOException {
    Path folder = room();
    if (Files.isDirectory(file)) {
      usual().copy(file, folder);
    } else if (file.getFileName().toString().endsWith(".jar")) {
      Files.copy(file, folder.resolve(file.getFileName()));
    } else {
      folder = unpacked(file, folder);
    }
    return folder;
  }

  /**
   * The same plugin once more, from where it came from.
   *
   * @throws InstallException when what came is not what the lock file says
   */
  Arrival again(LockedPlugin plugin) throws IOException {
    Path folder =
        plugin.coordinates().isPresent()
            ? againFromMaven(plugin, plugin.coordinates().get())
            : againFromFile(plugin);
    String difference = Bits.difference(plugin, Bits.of(folder));
    if (difference != null) {
      throw new InstallException(
          Kind.REFUSED,
          plugin.title()
              + " from "
              + plugin.source()
              + " does not have the bits that "
              + LockFile.NAME
              + " asks for: "
              + difference,
          "If the new ones are meant: sluice plugin rm " + plugin.title() + ", then add it again.");
    }
    completed(plugin.source(), folder);
    return new Arrival(plugin, folder, List.of());
  }

  private Path againFromMaven(LockedPlugin plugin, Coordinates coordinates) throws IOException {
    try (MavenRepositories repositories =
        MavenRepositories.open(maven.withRepositories(plugin.repositories()), progress)) {
      Path folder = room();
      if (coordinates.extension().filter(e -> !e.equals("jar")).isPresent()) {
        folder = unpacked(repositories.fetchFile(coordinates), folder);
      } else {
        // Each file by its own coordinates: what was resolved once is not resolved anew.
        for (Map.Entry<String, LockedFile> file : plugin.files().entrySet()) {
          Coordinates artifact = file.getValue().artifact().orElse(coordinates);
          Files.copy(repositories.fetchFile(artifact), folder.resolve(file.getKey()));
        }
      }
      return folder;
    }
  }

  private Path againFromFile(LockedPlugin plugin) throws IOException {
    Path file = project.resolve(plugin.source().substring(LockedPlugin.FILE.length())).normalize();
    if (!Files.exists(file)) {
      throw new InstallException(
          Kind.NOT_FOUND,
          plugin.title() + " came from " + file + ", which is not on this machine",
          "Put it there, or remove the plugin: sluice plugin rm " + plugin.title());
    }
    return filesOf(file);
  }

  /** With the service files that it lacks: the last that happens to what came. */
  private static void completed(String source, Path folder) throws IOException {
    if (Files.exists(folder.resolve(PluginFolder.SERVICE_FILES), LinkOption.NOFOLLOW_LINKS)) {
      throw new InstallException(
          Kind.REFUSED, source + " holds a file of Sluice's: " + PluginFolder.SERVICE_FILES, null);
    }
    Optional<String> damaged = PluginFolder.damagedJar(folder);
    if (damaged.isPresent()) {
      throw new InstallException(
          Kind.REFUSED,
          source + " holds a jar that is damaged or cut off: " + damaged.get(),
          "Fetch it again; if it stays so, ask who has packed it.");
    }
    PluginFolder.addServiceFiles(folder);
  }

  private Arrival arrival(
      String name,
      String version,
      String source,
      List<String> repositories,
      Path folder,
      Map<String, Coordinates> artifacts,
      List<String> remarks)
      throws IOException {
    // Before the service files come: all that is locked came from there.
    SortedMap<String, String> bits = Bits.of(folder);
    completed(source, folder);
    if (PluginFolder.contents(folder).isEmpty()) {
      throw new InstallException(
          Kind.REFUSED,
          source + " holds no connector, transformation, predicate, converter or config provider",
          "Is it a library? Name the artifact with the connector class.");
    }
    TreeMap<String, LockedFile> files = new TreeMap<>();
    bits.forEach(
        (path, sha256) ->
            files.put(path, new LockedFile(sha256, Optional.ofNullable(artifacts.get(path)))));
    return new Arrival(
        new LockedPlugin(name, version, source, repositories, files), folder, remarks);
  }

  private Path unpacked(Path archive, Path into) {
    usual().unpack(archive, into);
    return Unpacking.inner(into);
  }

  private static Unpacking usual() {
    return new Unpacking(Unpacking.Limits.USUAL);
  }

  /** A folder that is read by whoever may read the project: temporary ones are their owner's. */
  private Path room() throws IOException {
    Files.createDirectories(staging);
    return Files.createDirectory(Files.createTempDirectory(staging, "arriving").resolve("plugin"));
  }
}
