package io.sluice.connector.postgres;

import io.sluice.connector.postgres.catalog.Connections;
import io.sluice.connector.postgres.config.PostgresConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections that one run over the source has open, so that whoever stops it can cut them all:
 * a thread that waits for the server hears of nothing else. Safe for any thread.
 */
final class RunConnections {

  private static final Logger LOG = LoggerFactory.getLogger(RunConnections.class);

  private final Connections connections;
  private final BooleanSupplier stopping;
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();

  /**
   * @param stopping whether the run is to end: a connection that is opened then is closed at once
   */
  RunConnections(PostgresConfig config, BooleanSupplier stopping) {
    this.connections = new Connections(config);
    this.stopping = stopping;
  }

  /**
   * An ordinary one.
   *
   * @throws CancellationException when the run is to end, as the others do
   */
  Connection sql() throws SQLException {
    return keep(connections.sql());
  }

  /** One that speaks the replication protocol. */
  Connection replication() throws SQLException {
    return keep(connections.replication());
  }

  /** One to read tables with. */
  Connection copying() throws SQLException {
    return keep(connections.copying());
  }

  /** One to have the server decode its log with. */
  Connection decoding() throws SQLException {
    return keep(connections.decoding());
  }

  private Connection keep(Connection connection) {
    open.add(connection);
    if (stopping.getAsBoolean()) {
      discard(connection);
      throw new CancellationException("The task is stopping");
    }
    return connection;
  }

  /** Closes one that is not needed any more. */
  void discard(Connection connection) {
    open.remove(connection);
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.debug("Closing a connection failed", e);
    }
  }

  /** Closes all. */
  void discardAll() {
    open.forEach(this::discard);
  }

  /** Cuts all: whoever waits for an answer gets an error. */
  void cut() {
    for (Connection connection : open) {
      try {
        connection.abort(Runnable::run);
      } catch (SQLException e) {
        LOG.debug("Cutting a connection failed", e);
      }
    }
  }
}
