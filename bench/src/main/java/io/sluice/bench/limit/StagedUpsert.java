package io.sluice.bench.limit;

import io.sluice.bench.bed.BenchServer;
import io.sluice.bench.harness.Contender;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * What one would write by hand to change many rows: {@code COPY} all of them into a temporary
 * table, then one {@code INSERT ... ON CONFLICT DO UPDATE}. Rows are those of the prepared source.
 */
public final class StagedUpsert implements Contender {

  private static final long STEP = 7_919;

  private final BenchServer server;
  private final String table;
  private final long rows;
  private final long stride;

  public StagedUpsert(BenchServer server, String table, long rows, long stride) {
    this.server = server;
    this.table = table;
    this.rows = rows;
    this.stride = stride;
  }

  @Override
  public double run() throws Exception {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      long start = System.nanoTime();
      statement.execute("CREATE TEMPORARY TABLE staged (LIKE " + table + ") ON COMMIT DROP");
      CopyIn copy =
          connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY staged FROM STDIN");
      StringBuilder lines = new StringBuilder();
      for (long left = rows; left > 0; left--) {
        line(lines, 1 + (left * STEP) % rows * stride);
        if (lines.length() > 1 << 16 || left == 1) {
          byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
          copy.writeToCopy(bytes, 0, bytes.length);
          lines.setLength(0);
        }
      }
      copy.endCopy();
      statement.execute(
          "INSERT INTO "
              + table
              + " SELECT * FROM staged ON CONFLICT (id) DO UPDATE SET customer ="
              + " excluded.customer, status = excluded.status, note = excluded.note, total ="
              + " excluded.total, placed = excluded.placed, changed = excluded.changed, paid ="
              + " excluded.paid, weight = excluded.weight, token = excluded.token");
      connection.commit();
      return Rate.perSecond(rows, System.nanoTime() - start);
    }
  }

  private static void line(StringBuilder out, long id) {
    out.append(id).append('\t').append(id * 7919 % 100_000).append("\tpacked\tnote ").append(id);
    out.append('\t').append(id * 37 % 1_000_000 / 100.0);
    out.append("\t2026-01-01 00:00:00\t2026-01-01 00:00:00\t").append(id % 2 == 0 ? 't' : 'f');
    out.append('\t').append(id / 7.0).append('\t').append(new java.util.UUID(id, id)).append('\n');
  }
}
