package io.sluice.project.query;

import java.sql.SQLException;

/**
 * A database that answers queries and cannot be changed through here. For one thread at a time.
 *
 * <p>What is let through is decided by the database's own parser and kept by a read-only
 * transaction; nothing here looks for forbidden words in a text.
 */
public interface ReadOnlyTarget extends AutoCloseable {

  /**
   * Runs one query.
   *
   * @param sql a single SELECT, or what the dialect treats as one (VALUES, TABLE, DuckDB's FROM)
   * @param limit at most so many rows are returned, at least 1
   * @throws NotAQueryException when it is anything else
   * @throws SQLException when the database refuses it, with the database's message
   */
  QueryResult query(String sql, int limit) throws SQLException;

  @Override
  void close() throws SQLException;
}
