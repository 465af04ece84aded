package io.sluice.cli.project;

import io.sluice.project.Layout;
import io.sluice.project.address.ServerAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which folder is the project of a pipeline file, since a server runs the files of all folders
 * below its own, and commands are to find what it stores also while it does not run.
 */
final class ProjectHome {
  private ProjectHome() {}

  /**
   * The nearest folder, from that of the file upwards, in which a server runs; else the file's own
   * if it has a state by itself; else the nearest one above in which a server has run; else the
   * file's own.
   */
  static Path of(Path folder) {
    Path served = nearest(folder, ProjectHome::isServed);
    if (served != null) {
      return served;
    }
    if (Files.isDirectory(folder.resolve(Layout.STATE))) {
      return folder;
    }
    Path before = nearest(folder, ProjectHome::wasServed);
    return before == null ? folder : before;
  }

  private static @Nullable Path nearest(Path folder, Predicate<Path> holds) {
    for (Path above = folder; above != null; above = above.getParent()) {
      if (holds.test(above)) {
        return above;
      }
    }
    return null;
  }

  private static boolean isServed(Path folder) {
    return ServerAddress.find(folder.resolve(Layout.STATE)).isPresent();
  }

  private static boolean wasServed(Path folder) {
    return Files.exists(folder.resolve(Layout.STATE).resolve(Layout.SERVER_LOCK));
  }
}
