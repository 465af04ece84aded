package io.sluice.connector.postgres.snapshot;

import io.sluice.connector.postgres.position.SnapshotOffset.Moment;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the threads share that read with one database snapshot: the chunks that are left, the
 * snapshot's name, and whether one of them failed. Thread-safe.
 */
final class Reading {

  private final SnapshotHost host;
  private final Moment moment;
  private final String name;
  private final Finished finished;
  private final Pace pace;
  private final Progress progress;
  private final Queue<Chunk> chunks = new ArrayDeque<>();
  private boolean failed;

  /**
   * @param name the snapshot as its exporting transaction gave it out
   */
  Reading(
      SnapshotHost host,
      Moment moment,
      String name,
      List<TableWork> tables,
      Finished finished,
      Pace pace,
      Progress progress) {
    this.host = host;
    this.moment = moment;
    this.name = name;
    this.finished = finished;
    this.pace = pace;
    this.progress = progress;
    for (TableWork table : tables) {
      table.ranges().forEach(range -> chunks.add(new Chunk(table, range)));
    }
  }

  Moment moment() {
    return moment;
  }

  Finished finished() {
    return finished;
  }

  Pace pace() {
    return pace;
  }

  Progress progress() {
    return progress;
  }

  SnapshotHost host() {
    return host;
  }

  synchronized int chunks() {
    return chunks.size();
  }

  /** The next chunk to be read, null when there is none left or another thread failed. */
  synchronized @Nullable Chunk next() {
    Chunk chunk = chunks.poll();
    while (chunk != null && chunk.table().isChanged()) {
      chunk = chunks.poll();
    }
    return failed ? null : chunk;
  }

  /** The numbers of a table and of others whose turn comes after it and that have no form yet. */
  synchronized Set<Integer> soon(TableWork first, int most) {
    Set<Integer> tables = new LinkedHashSet<>();
    tables.add(first.oid());
    for (Chunk chunk : chunks) {
      if (tables.size() == most) {
        break;
      }
      if (!chunk.table().hasFormat()) {
        tables.add(chunk.table().oid());
      }
    }
    return tables;
  }

  /** Keeps the others from beginning another chunk. */
  synchronized void fail() {
    failed = true;
  }

  /** A connection that sees what the snapshot sees. */
  Connection open() throws SQLException {
    Connection connection = host.open();
    try {
      join(connection);
    } catch (SQLException e) {
      close(connection);
      throw e;
    }
    return connection;
  }

  /**
   * Begins a connection's transaction anew, at the same moment but without the locks that it took.
   */
  void renew(Connection connection) throws SQLException {
    connection.rollback();
    join(connection);
  }

  private void join(Connection connection) throws SQLException {
    try {
      DatabaseSnapshot.pin(connection, name);
    } catch (SQLException e) {
      // Another attempt takes a new snapshot, so this passes like a lost connection.
      throw new SQLException(
          "The transaction that kept the snapshot has ended: " + e.getMessage(), "08006", e);
    }
  }

  void close(Connection connection) {
    host.close(connection);
  }
}
