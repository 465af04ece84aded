package io.sluice.connector.postgres;

import io.sluice.connector.postgres.event.Setup;
import io.sluice.connector.postgres.feed.FeedConnections;
import io.sluice.connector.postgres.feed.SenderFeed;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.postgresql.replication.LogSequenceNumber;

/** The connections over which a run reads its slot. Belongs to the reading thread. */
final class SlotFeeds implements FeedConnections {

  private final Setup setup;
  private final RunConnections connections;
  private final Connection sql;
  private final BooleanSupplier stopping;
  private @Nullable Connection first;

  /**
   * @param sql an ordinary connection
   * @param first a replication connection, for the first stream
   * @param stopping whether to give up
   */
  SlotFeeds(
      Setup setup,
      RunConnections connections,
      Connection sql,
      Connection first,
      BooleanSupplier stopping) {
    this.setup = setup;
    this.connections = connections;
    this.sql = sql;
    this.first = first;
    this.stopping = stopping;
  }

  /**
   * A slot may still be held for a moment by the connection that this task had before, so it is
   * asked for again soon, and then ever more slowly.
   */
  @Override
  public SenderFeed sender(long from) throws SQLException {
    Connection replicating = first == null ? connections.replication() : first;
    first = null;
    SlotTurn turn = new SlotTurn(setup.config(), sql, stopping);
    while (true) {
      try {
        return SenderFeed.open(setup, replicating, from);
      } catch (SQLException e) {
        if (Failure.of(e) != Failure.SLOT_IN_USE) {
          throw e;
        }
        turn.pause();
      }
    }
  }

  @Override
  public void advance(long position) throws SQLException {
    if (!setup.version().advancesSlots()) {
      return;
    }
    SlotTurn turn = new SlotTurn(setup.config(), sql, stopping);
    while (true) {
      try (PreparedStatement advance =
          sql.prepareStatement("SELECT pg_catalog.pg_replication_slot_advance(?, ?::pg_lsn)")) {
        advance.setString(1, setup.config().slot());
        advance.setString(2, LogSequenceNumber.valueOf(position).asString());
        advance.execute();
        return;
      } catch (SQLException e) {
        if (Failure.of(e) != Failure.SLOT_IN_USE) {
          throw e;
        }
        turn.pause();
      }
    }
  }

  @Override
  public Connection decoding() throws SQLException {
    return connections.decoding();
  }

  @Override
  public void discard(Connection connection) {
    connections.discard(connection);
  }
}
