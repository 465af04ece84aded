package io.sluice.kafka.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** What service files say of the plugins in folders. */
final class PluginFolders {
  private static final String SERVICES = "META-INF/services/org.apache.kafka.";

  private static final String CONVERTERS = SERVICES + "connect.storage.Converter";

  private PluginFolders() {}

  /**
   * Whether each plugin in these folders says in a service file what it has. Looks into tables of
   * contents only, where reading all classes costs seconds a plugin.
   */
  static boolean allDeclare(List<Path> folders) {
    for (Path folder : folders) {
      for (Path plugin : children(folder)) {
        if ((Files.isDirectory(plugin) || isJar(plugin)) && !declares(plugin)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether one of the plugins in these folders has this converter, as its service file says. */
  static boolean haveConverter(List<Path> folders, String className) {
    return folders.stream()
        .flatMap(folder -> children(folder).stream())
        .anyMatch(plugin -> hasConverter(plugin, className));
  }

  private static boolean hasConverter(Path plugin, String className) {
    if (Files.isDirectory(plugin)) {
      return children(plugin).stream()
          .anyMatch(child -> isJar(child) && hasConverter(child, className));
    }
    if (!isJar(plugin)) {
      return false;
    }
    try (ZipFile jar = new ZipFile(plugin.toFile())) {
      ZipEntry service = jar.getEntry(CONVERTERS);
      return service != null
          && new String(jar.getInputStream(service).readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .anyMatch(line -> line.strip().equals(className));
    } catch (IOException e) {
      return false; // Connect will say what is wrong with it.
    }
  }

  private static boolean declares(Path plugin) {
    if (Files.isDirectory(plugin)) {
      Path services = plugin.resolve("META-INF/services");
      if (Files.isDirectory(services)) {
        return true;
      }
      return children(plugin).stream()
          .anyMatch(
              child ->
                  Files.isDirectory(child) ? declares(child) : isJar(child) && declares(child));
    }
    try (ZipFile jar = new ZipFile(plugin.toFile())) {
      return jar.stream()
          .anyMatch(entry -> entry.getName().startsWith(SERVICES) && !entry.isDirectory());
    } catch (IOException e) {
      return true; // Connect will say what is wrong with it.
    }
  }

  private static boolean isJar(Path path) {
    return path.toString().endsWith(".jar");
  }

  private static List<Path> children(Path folder) {
    List<Path> children = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
        all.forEach(children::add);
      } catch (IOException e) {
        throw new WorkerException(
            "The plugin folder " + folder + " cannot be listed; check its permissions", e);
      }
    }
    return children;
  }
}
