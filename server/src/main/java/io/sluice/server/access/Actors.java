package io.sluice.server.access;

import java.util.Locale;
import java.util.Set;

/**
 * Who the audit log says it was where no person did something. Nobody who comes from elsewhere is
 * called so, or their deeds would read as the machine's.
 */
public final class Actors {
  /** Who works on the server's machine, as the user that it runs as. */
  public static final String COMMAND_LINE = "command line";

  /** A changed file that was applied by itself. */
  public static final String FOLDER = "folder";

  /** The server itself, as when it takes over from another one. */
  public static final String SERVER = "server";

  /** By which the commands name who works in the server's own folder. */
  private static final String OPERATING_SYSTEM = System.getProperty("user.name", "");

  private static final Set<String> MACHINES = Set.of(COMMAND_LINE, FOLDER, SERVER);

  private Actors() {}

  /** Whether a name, in whatever capitals, would pass for one of these. */
  public static boolean isReserved(String name) {
    return MACHINES.contains(name.toLowerCase(Locale.ROOT))
        || name.equalsIgnoreCase(OPERATING_SYSTEM);
  }
}
