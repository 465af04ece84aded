package io.sluice.connector.postgres;

import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.config.Settings;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What the server's or the driver's error means for the task. The one place where SQL states are
 * judged.
 */
enum Failure {
  /** The connection broke, could not be made, or the server is starting or stopping. */
  CONNECTION(true),
  /** Another process reads from the slot. */
  SLOT_IN_USE(true),
  /** The server has no room for another slot or sender. */
  NO_CAPACITY(true),
  /** The server has no memory left: of its own, or for so many locks. */
  NO_MEMORY(true),
  /** Wrong role or password. */
  CREDENTIALS(false),
  /** The role may not do what is needed. */
  PRIVILEGE(false),
  /** The publication is not there, or was not when what is to be read was written. */
  PUBLICATION_MISSING(false),
  /** A published column's type, or that of its elements, cannot be sent in binary form. */
  NO_BINARY_FORM(true),
  /** Files of the log that are still needed are not there. */
  LOG_REMOVED(false),
  /** Anything else the server refuses: it would refuse again. */
  REFUSED(false);

  private static final String QUERY_CANCELED = "57014";

  private final boolean passes;

  Failure(boolean passes) {
    this.passes = passes;
  }

  /** Whether trying again may help. */
  boolean passes() {
    return passes;
  }

  /** Whether nothing but the user can mend it: the same attempt again would only delay the word. */
  boolean needsTheUser() {
    return switch (this) {
      case CREDENTIALS, PRIVILEGE, PUBLICATION_MISSING, LOG_REMOVED -> true;
      case CONNECTION, SLOT_IN_USE, NO_CAPACITY, NO_MEMORY, NO_BINARY_FORM, REFUSED -> false;
    };
  }

  /**
   * Whether a query beside the stream may succeed when it is asked again: not if it names a
   * function or an operator that is not there, as the filter of a signal may, or if somebody
   * cancelled it.
   */
  static boolean passesBeside(SQLException e) {
    Failure failure = of(e);
    return failure.passes && failure != NO_BINARY_FORM && !QUERY_CANCELED.equals(e.getSQLState());
  }

  static Failure of(SQLException e) {
    @Nullable String state = e.getSQLState();
    if (state == null) {
      return CONNECTION;
    }
    // Class 08 connection, 57 operator intervention (shutdown, crash), 53 resources, 58 system
    // error outside.
    return switch (state) {
      case "55006" -> SLOT_IN_USE;
      case "53400", "53300" -> NO_CAPACITY;
      case "53200" -> NO_MEMORY;
      case "28P01", "28000" -> CREDENTIALS;
      case "58P01" -> LOG_REMOVED; // undefined_file: "requested WAL segment has been removed"
      case "42501" -> PRIVILEGE;
      case "42704" -> PUBLICATION_MISSING; // undefined_object, named while changes are decoded
      case "42883" -> NO_BINARY_FORM; // undefined_function, named while changes are decoded
      default ->
          switch (state.length() < 2 ? "" : state.substring(0, 2)) {
            case "08", "57", "53", "58", "40" -> CONNECTION;
            default -> REFUSED;
          };
    };
  }

  String describe(PostgresConfig config) {
    String where =
        config.getString(Settings.HOSTNAME)
            + ":"
            + config.getInt(Settings.PORT)
            + "/"
            + config.database();
    return switch (this) {
      case CONNECTION -> "The connection to PostgreSQL at " + where + " failed; trying again";
      case SLOT_IN_USE ->
          Settings.SLOT_NAME
              + ": slot '"
              + config.slot()
              + "' at "
              + where
              + " is in use by another reader. Two pipelines need two slots: set another "
              + Settings.SLOT_NAME
              + ", or stop the other one; one that nobody runs any more is ended by"
              + " pg_terminate_backend.";
      case NO_CAPACITY ->
          "The server at "
              + where
              + " has no free connection, replication slot or sender; trying again. Raise"
              + " max_connections, max_replication_slots or max_wal_senders, or drop slots that"
              + " nobody uses: SELECT slot_name, active FROM pg_replication_slots";
      case NO_MEMORY ->
          "The server at "
              + where
              + " is out of memory; trying again. If its log says 'out of shared memory', it has no"
              + " room for the locks of so many tables: raise max_locks_per_transaction and restart"
              + " it, or publish with "
              + Settings.PUBLICATION_MODE
              + " all_tables, which locks no table. (max_locks_per_transaction * max_connections is"
              + " the number of locks that there is room for)";
      case CREDENTIALS ->
          Settings.USER + ": the server at " + where + " refused the role or its password";
      case PRIVILEGE ->
          Settings.USER
              + ": the role '"
              + config.getString(Settings.USER)
              + "' lacks a privilege at "
              + where
              + ". Run as a superuser: ALTER ROLE ... REPLICATION; GRANT SELECT ON the captured"
              + " tables TO ...";
      case PUBLICATION_MISSING ->
          Settings.PUBLICATION_NAME
              + ": publication '"
              + config.publication()
              + "' does not exist at "
              + where
              + ", or did not when the changes to be read were written; making it again does not"
              + " bring those back. Make it, drop slot '"
              + config.slot()
              + "', reset the offsets: the next run takes a new snapshot";
      case NO_BINARY_FORM ->
          "The server at "
              + where
              + " cannot send a published column in binary form; reading the stream as text";
      case LOG_REMOVED ->
          Settings.SLOT_NAME
              + ": the server at "
              + where
              + " no longer has files of the log that slot '"
              + config.slot()
              + "' needs. Drop the slot and reset the offsets, or set "
              + "snapshot.mode"
              + " to when_needed and drop the slot, to read the tables again with a new snapshot";
      case REFUSED -> "PostgreSQL at " + where + " refused a request";
    };
  }
}
