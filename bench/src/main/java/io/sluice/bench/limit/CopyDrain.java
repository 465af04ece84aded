package io.sluice.bench.limit;

import io.sluice.bench.bed.BenchServer;
import io.sluice.bench.bed.OrdersTable;
import io.sluice.bench.harness.Contender;
import java.sql.Connection;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Drains {@code COPY table TO STDOUT} with the JDBC driver and drops every row unread: no reader of
 * rows is faster.
 */
public final class CopyDrain implements Contender {

  private final BenchServer server;
  private final String command;

  private CopyDrain(BenchServer server, String command) {
    this.server = server;
    this.command = command;
  }

  /** In COPY's own text form, which is what one gets without asking for anything. */
  public static CopyDrain text(BenchServer server, OrdersTable table) {
    return new CopyDrain(server, "COPY " + table + " TO STDOUT");
  }

  /** In binary form. */
  public static CopyDrain binary(BenchServer server, OrdersTable table) {
    return new CopyDrain(server, "COPY " + table + " TO STDOUT (FORMAT binary)");
  }

  @Override
  public double run() throws Exception {
    try (Connection connection = server.connect()) {
      CopyOut copy = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(command);
      byte[] row = copy.readFromCopy();
      long start = System.nanoTime();
      long rows = 0;
      long bytes = 0;
      while (row != null) {
        rows++;
        bytes += row.length;
        row = copy.readFromCopy();
      }
      if (bytes == 0) {
        throw new IllegalStateException("Expected rows from '" + command + "' but it gave none");
      }
      return Rate.perSecond(rows - 1, System.nanoTime() - start);
    }
  }
}
