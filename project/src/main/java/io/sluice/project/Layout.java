package io.sluice.project;

import java.nio.file.Path;
import java.util.List;

/**
 * Where a project's parts are.
 *
 * @param folder the project's: {@code sluice.yaml} is in it; absolute
 * @param state the state folder, absolute; made when something is kept
 * @param plugins the plugins that the project has of its own
 * @param pluginPath folders of further plugins, absolute
 * @param stateSaid whether somebody has named the state folder: then the database is in it,
 *     whatever environment and {@code sluice.yaml} say
 */
public record Layout(
    Path folder, Path state, ProjectPlugins plugins, List<Path> pluginPath, boolean stateSaid) {
  /** The state folder, unless somebody says another. */
  public static final String STATE = ".sluice";

  /** A file in the state folder, held by the server of the folder, and left where one has run. */
  public static final String SERVER_LOCK = "server.lock";

  public Layout {
    pluginPath = List.copyOf(pluginPath);
  }

  /** With the state folder that nobody has named. */
  public Layout(Path folder, Path state, ProjectPlugins plugins, List<Path> pluginPath) {
    this(folder, state, plugins, pluginPath, false);
  }
}
