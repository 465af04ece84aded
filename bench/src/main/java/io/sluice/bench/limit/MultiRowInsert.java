package io.sluice.bench.limit;

import io.sluice.bench.harness.Contender;
import io.sluice.bench.harness.Workbench;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Fills a SQLite file with prepared ten-column rows by JDBC: one statement of fifty rows, over and
 * over in one transaction, into a table with its primary key and the columns that the table sink
 * makes. The values come out of arrays made beforehand; only the key changes.
 */
public final class MultiRowInsert implements Contender {

  private static final int ROWS = 50;
  private static final int COLUMNS = 10;
  private static final int PREPARED = 1 << 12;

  private final Workbench bench;
  private final long rows;
  private final String[] notes = new String[PREPARED];
  private final String[] totals = new String[PREPARED];
  private final String[] times = new String[PREPARED];

  public MultiRowInsert(Workbench bench, long rows) {
    this.bench = bench;
    this.rows = rows - rows % ROWS;
    for (int i = 0; i < PREPARED; i++) {
      notes[i] = "0a1b2c3d-4e5f-6071-8293-a4b5" + (10_000_000 + i);
      totals[i] = 1_000 + i + ".25";
      times[i] = "2026-01-01 00:00:00." + (100_000 + i);
    }
  }

  @Override
  public double run() throws Exception {
    Path file = bench.scratch("multi-row").resolve("alone.sqlite");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
      statement.execute(
          "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER NOT NULL, status TEXT NOT"
              + " NULL, note TEXT, total TEXT NOT NULL, placed TEXT NOT NULL, changed TEXT NOT"
              + " NULL, paid INTEGER NOT NULL, weight REAL, token TEXT NOT NULL)");
      String row = "(?" + ", ?".repeat(COLUMNS - 1) + ")";
      connection.setAutoCommit(false);
      long start = System.nanoTime();
      try (PreparedStatement insert =
          connection.prepareStatement(
              "INSERT INTO orders VALUES " + row + (", " + row).repeat(ROWS - 1))) {
        for (long i = 0; i < rows; i += ROWS) {
          for (int r = 0; r < ROWS; r++) {
            bind(insert, r * COLUMNS, i + r);
          }
          insert.executeUpdate();
        }
      }
      connection.commit();
      return Rate.perSecond(rows, System.nanoTime() - start);
    } finally {
      for (String suffix : new String[] {"", "-wal", "-shm"}) {
        Files.deleteIfExists(file.resolveSibling("alone.sqlite" + suffix));
      }
    }
  }

  private void bind(PreparedStatement insert, int before, long i) throws SQLException {
    int p = (int) (i & (PREPARED - 1));
    insert.setLong(before + 1, i);
    insert.setLong(before + 2, i * 7919 % 100_000);
    insert.setString(before + 3, "packed");
    insert.setString(before + 4, notes[p]);
    insert.setString(before + 5, totals[p]);
    insert.setString(before + 6, times[p]);
    insert.setString(before + 7, times[p]);
    insert.setLong(before + 8, i & 1);
    insert.setDouble(before + 9, i / 7.0);
    insert.setString(before + 10, notes[p]);
  }
}
