package io.sluice.bench.limit;

import io.sluice.bench.bed.BenchMariaDb;
import io.sluice.bench.bed.BenchServer;
import io.sluice.bench.bed.OrdersTable;
import io.sluice.bench.harness.Contender;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import org.postgresql.PGConnection;

/**
 * {@code LOAD DATA LOCAL INFILE} of a file that was written beforehand, into an empty table with
 * its primary key and the columns that the table sink makes: what one would type, without the time
 * that reading the source takes. No writer of rows is faster.
 */
public final class LoadData implements Contender {

  private static final String TEXT = "longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";

  private final BenchMariaDb target;
  private final Path file;
  private final long rows;

  /**
   * Writes the file.
   *
   * @param rows how many of the table, from its first one on
   */
  public LoadData(
      BenchServer source, OrdersTable table, BenchMariaDb target, Path folder, long rows)
      throws Exception {
    this.target = target;
    this.rows = rows;
    file = folder.resolve("rows.tsv");
    try (Connection connection = source.connect();
        OutputStream out = Files.newOutputStream(file)) {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyOut(
              "COPY (SELECT id, customer, status, note, total, placed, changed AT TIME ZONE 'UTC',"
                  + " paid::integer, weight, token FROM "
                  + table
                  + " ORDER BY id LIMIT "
                  + rows
                  + ") TO STDOUT",
              out);
    }
  }

  @Override
  public double run() throws Exception {
    target.execute("DROP TABLE IF EXISTS by_hand");
    target.execute(
        "CREATE TABLE by_hand (id bigint PRIMARY KEY, customer int NOT NULL, status "
            + TEXT
            + " NOT NULL, note "
            + TEXT
            + ", total decimal(12,2) NOT NULL, placed datetime(6) NOT NULL, changed datetime(6)"
            + " NOT NULL, paid boolean NOT NULL, weight double, token char(36) CHARACTER SET ascii"
            + " COLLATE ascii_bin NOT NULL)");
    try (Connection connection = target.connect();
        Statement statement = connection.createStatement()) {
      long start = System.nanoTime();
      int loaded =
          statement.executeUpdate("LOAD DATA LOCAL INFILE '" + file + "' INTO TABLE by_hand");
      long nanos = System.nanoTime() - start;
      if (loaded != rows) {
        throw new IllegalStateException("Expected " + rows + " rows loaded but found " + loaded);
      }
      return Rate.perSecond(rows, nanos);
    }
  }

  /** Deletes the file. */
  public void forget() throws java.io.IOException {
    Files.deleteIfExists(file);
  }
}
