package io.sluice.bench.bed;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Writes transactions of one insert at a steady pace, spread over some connections, since one
 * cannot commit fast enough.
 */
public final class PacedWriters {

  private final BenchServer server;
  private final OrdersTable table;
  private final int perSecond;
  private final int connections;
  private long[] committed = new long[0];

  public PacedWriters(BenchServer server, OrdersTable table, int perSecond, int connections) {
    this.server = server;
    this.table = table;
    this.perSecond = perSecond;
    this.connections = connections;
  }

  /** Has the moment of each commit noted under the row's key, as {@link System#nanoTime} has it. */
  public PacedWriters timed(long[] nanosByKey) {
    committed = nanosByKey;
    return this;
  }

  /**
   * Writes so many rows from this key on; returns when the last is committed.
   *
   * @return transactions a second that were really made: fewer than asked for where the server
   *     cannot keep up
   */
  public double write(long first, long count) throws Exception {
    return write(first, count, () -> false);
  }

  /**
   * Writes at most so many rows from this key on, or until it is enough; returns when the last is
   * committed.
   *
   * @return transactions a second that were really made, if it was never enough
   */
  public double write(long first, long count, BooleanSupplier enough) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    try {
      long start = System.nanoTime();
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        int lane = i;
        writers.add(
            threads.submit(
                () -> {
                  writeLane(lane, first, count, start, enough);
                  return null;
                }));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
      return count * 1e9 / (System.nanoTime() - start);
    } finally {
      threads.shutdownNow();
    }
  }

  private void writeLane(int lane, long first, long count, long start, BooleanSupplier enough)
      throws SQLException {
    long nanosBetween = 1_000_000_000L / perSecond;
    try (Connection connection = server.connect();
        PreparedStatement insert = connection.prepareStatement(table.insertOne())) {
      for (long i = lane; i < count && !enough.getAsBoolean(); i += connections) {
        long wait = start + i * nanosBetween - System.nanoTime();
        if (wait > 0) {
          LockSupport.parkNanos(wait);
        }
        insert.setLong(1, first + i);
        insert.executeUpdate();
        if (first + i < committed.length) {
          committed[(int) (first + i)] = System.nanoTime();
        }
      }
    }
  }
}
