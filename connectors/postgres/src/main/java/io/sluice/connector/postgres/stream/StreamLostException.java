package io.sluice.connector.postgres.stream;

import java.sql.SQLException;

/** The connection failed at a place where only unchecked exceptions may pass. */
public final class StreamLostException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StreamLostException(SQLException cause) {
    super("The replication connection was lost", cause);
  }

  /** What the driver said. */
  public SQLException sqlCause() {
    return (SQLException) java.util.Objects.requireNonNull(getCause());
  }
}
