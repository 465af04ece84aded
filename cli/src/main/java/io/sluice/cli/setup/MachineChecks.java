package io.sluice.cli.setup;

import io.sluice.cli.console.Surroundings;
import io.sluice.cli.project.ProjectOptions;
import io.sluice.plugin.InstallException;
import io.sluice.plugin.PluginException;
import io.sluice.plugin.PluginKind;
import io.sluice.plugin.Plugins;
import io.sluice.project.inspect.Finding;
import io.sluice.project.text.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What {@code sluice doctor} looks at without any pipeline. */
final class MachineChecks {
  private static final int OLDEST_JAVA = 17;
  private static final long ALARMING_SPACE = 100L << 20;
  private static final long LITTLE_SPACE = 1L << 30;

  private MachineChecks() {}

  static List<Finding> all(Surroundings around, ProjectOptions options) {
    List<Finding> findings = new ArrayList<>();
    findings.add(java());
    findings.add(space(around.directory()));
    findings.addAll(plugins(options.pluginPath(around), options, around));
    return findings;
  }

  private static Finding java() {
    int version = Runtime.version().feature();
    String found =
        "Java "
            + System.getProperty("java.version")
            + ", at most "
            + Figures.bytes(Runtime.getRuntime().maxMemory())
            + " of heap";
    return version >= OLDEST_JAVA
        ? Finding.ok("java", found)
        : Finding.problem("java", "expected Java 17 or newer but found " + found, "set JAVA_HOME");
  }

  static Finding space(Path folder) {
    Path existing = folder;
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    try {
      long free = Files.getFileStore(existing).getUsableSpace();
      String found = Figures.bytes(free) + " free at " + existing;
      if (!Files.isWritable(existing)) {
        return Finding.problem(
            "disk", existing + " is not writable by this user", "chown or chmod it");
      }
      if (free < ALARMING_SPACE) {
        return Finding.problem("disk", found, "free some: a full disk stops every pipeline");
      }
      return free < LITTLE_SPACE
          ? Finding.warning("disk", found, "free some before it runs full")
          : Finding.ok("disk", found);
    } catch (IOException e) {
      return Finding.problem("disk", "cannot be examined at " + existing + ": " + e.getMessage());
    }
  }

  private static List<Finding> plugins(
      List<Path> path, ProjectOptions options, Surroundings around) {
    List<Finding> findings = new ArrayList<>();
    for (Path folder : path) {
      if (!Files.isDirectory(folder)) {
        findings.add(
            Finding.warning("plugins", folder + " does not exist", "correct the plugin path"));
      }
    }
    try (Plugins plugins = options.plugins(around)) {
      var found = plugins.list();
      long sources = found.stream().filter(p -> p.kind() == PluginKind.SOURCE).count();
      long sinks = found.stream().filter(p -> p.kind() == PluginKind.SINK).count();
      String text = sources + " source and " + sinks + " sink connectors";
      findings.add(
          sources > 0 && sinks > 0
              ? Finding.ok("plugins", text)
              : Finding.problem(
                  "plugins", "found " + text, "reinstall, or add folders with --plugin-path"));
    } catch (PluginException | InstallException e) {
      findings.add(Finding.problem("plugins", String.valueOf(e.getMessage())));
    }
    return findings;
  }
}
