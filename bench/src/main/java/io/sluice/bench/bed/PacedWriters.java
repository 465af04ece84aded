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

/**
 * Writes transactions of one insert at a steady pace, spread over four connections, since one
 * cannot commit fast enough.
 */
public final class PacedWriters {

  private static final int CONNECTIONS = 4;

  private final SourceServer server;
  private final OrdersTable table;
  private final int perSecond;

  public PacedWriters(SourceServer server, OrdersTable table, int perSecond) {
    this.server = server;
    this.table = table;
    this.perSecond = perSecond;
  }

  /** Writes so many rows from this key on; returns when the last is committed. */
  public void write(long first, long count) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    try {
      long start = System.nanoTime();
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        int lane = i;
        writers.add(
            threads.submit(
                () -> {
                  writeLane(lane, first, count, start);
                  return null;
                }));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void writeLane(int lane, long first, long count, long start) throws SQLException {
    long nanosBetween = 1_000_000_000L / perSecond;
    try (Connection connection = server.connect();
        PreparedStatement insert = connection.prepareStatement(table.insertOne())) {
      for (long i = lane; i < count; i += CONNECTIONS) {
        long wait = start + i * nanosBetween - System.nanoTime();
        if (wait > 0) {
          LockSupport.parkNanos(wait);
        }
        insert.setLong(1, first + i);
        insert.executeUpdate();
      }
    }
  }
}
