package io.sluice.server;

import io.sluice.project.Host;
import io.sluice.project.Layout;
import io.sluice.project.Project;
import io.sluice.project.ProjectPlugins;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Projects of tests. */
public final class Projects {
  private Projects() {}

  /** The one in this folder, with the plugins of the class path. */
  public static Project in(Path folder) {
    return in(folder, Map.of());
  }

  /** The same in this environment. */
  public static Project in(Path folder, Map<String, String> environment) {
    Host host =
        new Host(environment, folder, folder, Clock.systemUTC(), redaction -> {}, notice -> {});
    Path state = folder.resolve(Layout.STATE);
    return new Project(
        host, new Layout(folder, state, new ProjectPlugins(host, folder, state), List.of()));
  }
}
