package io.sluice.connector.postgres.incremental;

import java.sql.Connection;
import java.sql.SQLException;

/** Opens a connection that may be used for as long as a chunk takes. Called by any thread. */
@FunctionalInterface
public interface ConnectionOpener {

  Connection open() throws SQLException;
}
