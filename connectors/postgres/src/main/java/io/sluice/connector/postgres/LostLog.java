package io.sluice.connector.postgres;

import io.sluice.connector.postgres.catalog.Catalog;
import io.sluice.connector.postgres.catalog.Connections;
import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.position.Position;
import io.sluice.connector.postgres.stream.Continuity;
import io.sluice.connector.postgres.stream.ServerState;
import java.sql.Connection;
import java.sql.SQLException;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Tells what can no longer be read when the server says that files of its log are gone. */
final class LostLog {

  private LostLog() {}

  /**
   * @param durable what every sink has, null when that is not known
   * @return what the task ends with: the same, unless it is about a removed log
   */
  static Exception explained(SQLException e, PostgresConfig config, @Nullable Position durable) {
    if (Failure.of(e) != Failure.LOG_REMOVED || durable == null) {
      return e;
    }
    Connections connections = new Connections(config);
    try (Connection sql = connections.sql();
        Connection replicating = connections.replication()) {
      return new ConfigException(
          Failure.LOG_REMOVED.describe(config)
              + ". "
              + Continuity.lost(
                  durable.lineage(),
                  ServerState.of(sql, replicating),
                  new Catalog(sql, config.selection()).tables().keySet()));
    } catch (SQLException unreachable) {
      e.addSuppressed(unreachable);
      return e;
    }
  }
}
