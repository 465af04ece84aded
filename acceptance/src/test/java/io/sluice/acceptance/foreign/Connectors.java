package io.sluice.acceptance.foreign;

import io.sluice.acceptance.run.Distribution;
import io.sluice.acceptance.run.Engine;
import io.sluice.plugin.Plugins;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The connectors of others, each in a folder of its own beside those of the distribution. */
final class Connectors {
  /** Loaded once for all tests, as they are once for all pipelines of a process. */
  private static final class Shared {
    static final Plugins PLUGINS =
        Plugins.of(List.of(Distribution.plugins(), folder("foreign"), folder("connectors")));
  }

  private Connectors() {}

  static Plugins plugins() {
    return Shared.PLUGINS;
  }

  /** An engine that has them. */
  static Engine engine(Path folder) {
    return new Engine(folder, plugins());
  }

  private static Path folder(String name) {
    Path folder =
        Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("target/" + name);
    if (!Files.isDirectory(folder)) {
      throw new IllegalStateException("Expected connectors in " + folder + ". Build with -Plong");
    }
    return folder;
  }
}
