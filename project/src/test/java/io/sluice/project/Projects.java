package io.sluice.project;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Projects of tests: in a folder, with the plugins of the class path. */
public final class Projects {
  private Projects() {}

  public static Project in(Path folder) {
    return in(folder, Map.of(), text -> {});
  }

  /**
   * @param redaction told what takes secrets out
   */
  public static Project in(
      Path folder,
      Map<String, String> environment,
      java.util.function.Consumer<UnaryOperator<String>> redaction) {
    Host host = new Host(environment, folder, folder, Clock.systemUTC(), redaction, line -> {});
    Path state = folder.resolve(Layout.STATE);
    return new Project(
        host, new Layout(folder, state, new ProjectPlugins(host, folder, state), List.of()));
  }
}
