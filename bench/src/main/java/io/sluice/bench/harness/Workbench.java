package io.sluice.bench.harness;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What every measurement is given: how large to make the work, a folder to do it in, and where to
 * say how far it is.
 *
 * @param scale how large
 * @param project the root of the source tree, where the distribution is built
 * @param folder bench's own target folder
 * @param progress where progress goes; never the table
 */
public record Workbench(Scale scale, Path project, Path folder, PrintStream progress) {

  /** One line of progress. */
  public void say(String format, Object... arguments) {
    progress.println(String.format(java.util.Locale.ROOT, format, arguments));
  }

  /** A new empty folder for one run. */
  public Path scratch(String name) throws IOException {
    Path parent = Files.createDirectories(folder.resolve("scratch"));
    return Files.createTempDirectory(parent, name + "-");
  }

  /** Where {@code mvn package} leaves the distribution. */
  public Path distribution() {
    return project.resolve("dist/target/sluice");
  }
}
