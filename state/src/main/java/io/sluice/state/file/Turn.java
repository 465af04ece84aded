package io.sluice.state.file;

import io.sluice.state.storage.Durability;
import io.sluice.state.storage.SqlWork;
import io.sluice.state.storage.StateException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * A piece of work that waits to be written, and what became of it. Whoever holds the lock of the
 * writer runs it, not always the thread that brought it; that lock guards all of its fields.
 */
final class Turn<T> {
  private final Durability durability;
  private final SqlWork<T> work;
  private @Nullable T result;
  private @Nullable Throwable failure;
  private boolean over;

  Turn(Durability durability, SqlWork<T> work) {
    this.durability = durability;
    this.work = work;
  }

  Durability durability() {
    return durability;
  }

  /** Runs it as all that there is in a transaction: what goes wrong is the transaction's end. */
  void alone(Connection connection) throws SQLException {
    result = work.on(connection);
  }

  /**
   * Runs it as one of several in a transaction: if it fails, its own changes are taken back and the
   * others' stay.
   *
   * @throws SQLException if the transaction as a whole is lost, as it is after a failed write
   */
  void amongOthers(Connection connection) throws SQLException {
    execute(connection, "savepoint turn");
    try {
      result = work.on(connection);
    } catch (SQLException | RuntimeException | Error e) {
      failure = e;
      takeBack(connection, e);
    }
    execute(connection, "release turn");
  }

  private static void takeBack(Connection connection, Throwable why) throws SQLException {
    try {
      execute(connection, "rollback to turn");
    } catch (SQLException gone) {
      if (why instanceof SQLException first) {
        first.addSuppressed(gone);
        throw first;
      }
      gone.addSuppressed(why);
      throw gone;
    }
  }

  /** Its transaction has ended, well or for this reason. */
  void end(@Nullable Throwable reason) {
    if (failure == null) {
      failure = reason;
    }
    over = true;
  }

  boolean isOver() {
    return over;
  }

  /**
   * What the work gave.
   *
   * @param file for the message
   * @throws StateException if the database failed; otherwise what the work itself has thrown
   */
  @SuppressWarnings("NullAway") // null only where the work gave null
  T result(Path file) {
    if (failure instanceof SQLException database) {
      throw StateFault.writing(file, database);
    }
    if (failure instanceof RuntimeException own) {
      throw own;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    return result;
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
