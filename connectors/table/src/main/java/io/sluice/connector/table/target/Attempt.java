package io.sluice.connector.table.target;

import io.sluice.connector.table.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Predicate;

/**
 * Tries something in the open transaction of a database that has savepoints: a refusal leaves the
 * transaction as it was before. Used by one thread.
 */
public final class Attempt {
  private final Connection connection;
  private final String savepoint;
  private final Predicate<SQLException> refusals;

  /**
   * For one connection.
   *
   * @param name of its savepoint: one attempt may be part of another of another name
   * @param refusals which exceptions leave a transaction that can go on: after all others it is to
   *     be rolled back as a whole
   */
  public Attempt(Connection connection, String name, Predicate<SQLException> refusals) {
    this.connection = connection;
    savepoint = "SAVEPOINT _sluice_" + name;
    this.refusals = refusals;
  }

  /** What is tried. */
  @FunctionalInterface
  public interface Work<T> {
    T make() throws SQLException;
  }

  /**
   * Tries it.
   *
   * @throws SQLException what was thrown; nothing was done if that is a refusal
   */
  public <T> T find(Work<T> work) throws SQLException {
    Sql.execute(connection, savepoint);
    T found;
    try {
      found = work.make();
    } catch (SQLException e) {
      if (refusals.test(e)) {
        Sql.execute(connection, "ROLLBACK TO " + savepoint);
        Sql.execute(connection, "RELEASE " + savepoint);
      }
      throw e;
    }
    Sql.execute(connection, "RELEASE " + savepoint);
    return found;
  }

  /**
   * Tries it.
   *
   * @return whether it was done; if not it was refused, and nothing was
   * @throws SQLException what was thrown that is no refusal
   */
  public boolean succeeds(Journal.Deed deed) throws SQLException {
    try {
      make(deed);
      return true;
    } catch (SQLException e) {
      if (refusals.test(e)) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Tries it.
   *
   * @throws SQLException what was thrown; nothing was done if that is a refusal
   */
  public void make(Journal.Deed deed) throws SQLException {
    find(
        () -> {
          deed.make();
          return true;
        });
  }
}
