package io.sluice.acceptance.run;

import java.nio.file.Files;
import java.nio.file.Path;

/** The distribution that the build made, as users get it. */
public final class Distribution {
  private static final Path HOME =
      Path.of(System.getProperty("basedir", ""))
          .toAbsolutePath()
          .resolveSibling("dist/target/sluice");

  private Distribution() {}

  /** The folder of our plugins. */
  public static Path plugins() {
    return existing("plugins");
  }

  /** The folder of everything else that runs. */
  public static Path lib() {
    return existing("lib");
  }

  /** The launcher. */
  public static Path command() {
    return existing("bin").resolve("sluice");
  }

  private static Path existing(String name) {
    Path folder = HOME.resolve(name);
    if (!Files.isDirectory(folder)) {
      throw new IllegalStateException(
          "Expected the distribution in " + folder + ". Build it: mvn -Dquick -DskipTests package");
    }
    return folder;
  }
}
