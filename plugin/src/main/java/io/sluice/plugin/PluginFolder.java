package io.sluice.plugin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipFile;

/**
 * One plugin's folder, looked at from outside: no class of it is loaded. Used when it is added, so
 * that nothing has to be searched afterwards.
 */
public final class PluginFolder {
  /** The jar with the service files that the plugin's author left out. */
  public static final String SERVICE_FILES = "sluice-service-files.jar";

  private PluginFolder() {}

  /**
   * A plugin class.
   *
   * @param className full
   */
  public record Content(PluginKind kind, String className) {}

  /**
   * The plugins in the folder: those that its service files name, or, where it has none, those that
   * its class files show.
   */
  public static List<Content> contents(Path folder) {
    List<Content> contents = new ArrayList<>();
    try (Location location =
        Location.isolated(folder.toAbsolutePath(), PluginFolder.class.getClassLoader())) {
      for (PluginKind kind : PluginKind.values()) {
        location.declared(kind).forEach(name -> contents.add(new Content(kind, name)));
      }
      if (contents.isEmpty()) {
        for (PluginKind kind : PluginKind.values()) {
          location.undeclared(kind).forEach(name -> contents.add(new Content(kind, name)));
        }
      }
    }
    return contents;
  }

  /**
   * The first jar that cannot be opened, by its path in the folder; empty when all can. A class
   * loader passes over such a jar without a word.
   */
  public static Optional<String> damagedJar(Path folder) throws IOException {
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) tree.sorted()::iterator) {
        if (Files.isRegularFile(file) && file.toString().endsWith(".jar") && !opens(file)) {
          return Optional.of(folder.relativize(file).toString());
        }
      }
    }
    return Optional.empty();
  }

  private static boolean opens(Path jar) {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.size() >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Gives the folder of a plugin without any service file those that it should have; does nothing
   * to others.
   *
   * @return whether there was something to write
   */
  public static boolean addServiceFiles(Path folder) throws IOException {
    Optional<byte[]> jar = serviceFiles(folder);
    if (jar.isPresent()) {
      Files.write(folder.resolve(SERVICE_FILES), jar.get());
    }
    return jar.isPresent();
  }

  /** Whether Sluice's own jar in the folder is what {@link #addServiceFiles} would make of it. */
  public static boolean hasItsServiceFiles(Path folder) throws IOException {
    Path file = folder.resolve(SERVICE_FILES);
    Optional<byte[]> jar = serviceFiles(folder);
    return jar.isPresent()
        ? Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
            && Arrays.equals(jar.get(), Files.readAllBytes(file))
        : !Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }

  /** The jar of the service files that are missing; empty when the author wrote some. */
  private static Optional<byte[]> serviceFiles(Path folder) throws IOException {
    Map<PluginKind, Set<String>> found = new LinkedHashMap<>();
    try (Location location =
        Location.asItCame(folder.toAbsolutePath(), PluginFolder.class.getClassLoader())) {
      for (PluginKind kind : PluginKind.values()) {
        Set<String> names = location.undeclared(kind);
        if (!names.isEmpty()) {
          found.put(kind, names);
        }
      }
    }
    if (found.isEmpty()) {
      return Optional.empty();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes)) {
      jar.setLevel(Deflater.NO_COMPRESSION); // the same bytes in every Java
      for (Map.Entry<PluginKind, Set<String>> kind : found.entrySet()) {
        JarEntry entry = new JarEntry("META-INF/services/" + kind.getKey().type().getName());
        entry.setTime(0);
        jar.putNextEntry(entry);
        jar.write(String.join("\n", kind.getValue()).getBytes(StandardCharsets.UTF_8));
      }
    }
    return Optional.of(bytes.toByteArray());
  }
}
