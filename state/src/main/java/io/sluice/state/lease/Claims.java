package io.sluice.state.lease;

/** What can be held: a pipeline by its name, or that a process is the server of a state. */
public final class Claims {
  /** The server's. No pipeline has such a name. */
  public static final String SERVER = "(server)";

  private Claims() {}

  /** For who was refused. */
  static String taken(String claim, String by) {
    return claim.equals(SERVER)
        ? "the pipelines of this state are run by the server in " + by
        : "pipeline '"
            + claim
            + "' is run by "
            + by
            + ". A pipeline is run once at a time: stop that run first.";
  }

  /** For who had it. */
  static String lost(String claim) {
    return claim.equals(SERVER)
        ? "this server no longer runs the pipelines of its state: its lease ended, or was let go,"
            + " and another server may have taken over. Nothing was changed; ask that one."
        : "pipeline '"
            + claim
            + "' is no longer this run's: its lease ended, or was let go, and another process may"
            + " have taken it. Nothing more is written by this run; see in the other process how"
            + " the pipeline goes on.";
  }

  /** For the log. */
  static String called(String claim) {
    return claim.equals(SERVER) ? "the server" : "pipeline " + claim;
  }
}
