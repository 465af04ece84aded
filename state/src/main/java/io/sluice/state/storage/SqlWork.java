package io.sluice.state.storage;

import java.sql.Connection;
import java.sql.SQLException;

/** Work on a connection, inside one transaction. Must not commit, roll back or close. */
public interface SqlWork<T> {
  T on(Connection connection) throws SQLException;
}
