package io.sluice.plugin;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.kafka.connect.runtime.isolation.PluginUtils;

/** From the folders of a plugin path to the locations in them. */
final class PluginPath {
  private PluginPath() {}

  /**
   * The locations that {@code folders} hold, in their order; within one by name. As in Kafka
   * Connect, each jar and each folder in it is a location; but a folder of nothing but jars is one
   * itself, since somebody named a plugin's own folder. What does not exist holds nothing.
   */
  static List<Path> locations(List<Path> folders) {
    List<Path> locations = new ArrayList<>();
    for (Path folder : folders) {
      Path absolute = folder.toAbsolutePath().normalize();
      if (Files.isDirectory(absolute)) {
        locations.addAll(in(absolute));
      } else if (Files.exists(absolute)) {
        locations.add(absolute);
      }
    }
    return locations;
  }

  private static List<Path> in(Path folder) {
    TreeSet<Path> jars = new TreeSet<>();
    TreeSet<Path> folders = new TreeSet<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
      for (Path child : children) {
        if (Files.isDirectory(child)) {
          folders.add(child);
        } else if (PluginUtils.isArchive(child)) {
          jars.add(child);
        }
      }
    } catch (IOException e) {
      throw new PluginException(
          "The plugin folder " + folder + " cannot be listed; check its permissions", e);
    }
    if (folders.isEmpty() && !jars.isEmpty()) {
      return List.of(folder);
    }
    List<Path> all = new ArrayList<>(folders);
    all.addAll(jars);
    return all;
  }
}
