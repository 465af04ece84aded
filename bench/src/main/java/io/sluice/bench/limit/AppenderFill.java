package io.sluice.bench.limit;

import io.sluice.bench.harness.Contender;
import io.sluice.bench.harness.Workbench;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.UUID;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * Fills a DuckDB file with prepared ten-column rows: one appender, one transaction, one DuckDB
 * thread as the table sink has it, no primary key. No writer of rows is faster. The rows come out
 * of arrays made beforehand; only the key changes.
 */
public final class AppenderFill implements Contender {

  private static final int PREPARED = 1 << 12;
  private static final long MICROS_OF_2026 = 1_767_225_600_000_000L;

  private final Workbench bench;
  private final long rows;
  private final String[] notes = new String[PREPARED];
  private final BigDecimal[] totals = new BigDecimal[PREPARED];
  private final UUID[] tokens = new UUID[PREPARED];

  public AppenderFill(Workbench bench, long rows) {
    this.bench = bench;
    this.rows = rows;
    for (int i = 0; i < PREPARED; i++) {
      tokens[i] = new UUID(i * 0x9E3779B97F4A7C15L, i);
      notes[i] = tokens[i].toString().substring(4);
      totals[i] = BigDecimal.valueOf(i * 37L % 1_000_000, 2);
    }
  }

  @Override
  public double run() throws Exception {
    Path file = bench.scratch("appender").resolve("alone.duckdb");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE orders (id BIGINT, customer INTEGER, status VARCHAR, note VARCHAR, total"
              + " DECIMAL(12,2), placed TIMESTAMP, changed TIMESTAMPTZ, paid BOOLEAN, weight"
              + " DOUBLE, token UUID)");
      long start = System.nanoTime();
      statement.execute("SET threads = 1");
      // Begun in words: under setAutoCommit(false) alone the appender commits chunk by chunk.
      statement.execute("BEGIN TRANSACTION");
      try (DuckDBAppender appender =
          connection.unwrap(DuckDBConnection.class).createAppender("main", "orders")) {
        for (long i = 0; i < rows; i++) {
          append(appender, i);
        }
      }
      statement.execute("COMMIT");
      return Rate.perSecond(rows, System.nanoTime() - start);
    } finally {
      java.nio.file.Files.deleteIfExists(file);
    }
  }

  private void append(DuckDBAppender appender, long i) throws java.sql.SQLException {
    int p = (int) (i & (PREPARED - 1));
    appender
        .beginRow()
        .append(i)
        .append((int) (i * 7919 % 100_000))
        .append("packed")
        .append(notes[p])
        .append(totals[p])
        .appendEpochMicros(MICROS_OF_2026 + i * 1_000_000)
        .appendEpochMicros(MICROS_OF_2026 + i * 1_000_000)
        .append((i & 1) == 0)
        .append(i / 7.0)
        .append(tokens[p])
        .endRow();
  }
}
