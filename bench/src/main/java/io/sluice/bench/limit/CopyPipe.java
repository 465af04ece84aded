package io.sluice.bench.limit;

import io.sluice.bench.bed.BenchServer;
import io.sluice.bench.bed.OrdersTable;
import io.sluice.bench.harness.Contender;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code psql COPY TO | psql COPY FROM} into a table with its primary key, which is what a database
 * administrator would type. Timed from the start of both until both have ended, and the key is
 * there.
 */
public final class CopyPipe implements Contender {

  private final BenchServer source;
  private final BenchServer target;
  private final OrdersTable table;
  private final long rows;
  private final Key key;

  /** What the table is keyed by, and when it gets the key. */
  public enum Key {
    /** {@code id}, which rises, from the beginning. */
    NUMBER_FIRST("id", false),
    /** {@code token}, in no order, from the beginning. */
    UUID_FIRST("token", false),
    /** {@code token}, added when the rows are there. */
    UUID_LAST("token", true);

    private final String column;
    private final boolean last;

    Key(String column, boolean last) {
      this.column = column;
      this.last = last;
    }

    private String statement() {
      return "ALTER TABLE bench.piped ADD PRIMARY KEY (" + column + ")";
    }
  }

  /** Into a table that is keyed by numbers. */
  public CopyPipe(BenchServer source, BenchServer target, OrdersTable table, long rows) {
    this(source, target, table, rows, Key.NUMBER_FIRST);
  }

  public CopyPipe(BenchServer source, BenchServer target, OrdersTable table, long rows, Key key) {
    this.key = key;
    this.source = source;
    this.target = target;
    this.table = table;
    this.rows = rows;
  }

  @Override
  public double run() throws Exception {
    target.execute(
        "CREATE SCHEMA IF NOT EXISTS bench",
        "DROP TABLE IF EXISTS bench.piped",
        "CREATE TABLE bench.piped (" + OrdersTable.COLUMNS.replace(" PRIMARY KEY", "") + ")");
    if (!key.last) {
      target.execute(key.statement());
    }
    long start = System.nanoTime();
    List<Process> pipe =
        ProcessBuilder.startPipeline(
            List.of(
                psql(source, "COPY " + table + " TO STDOUT"),
                psql(target, "COPY bench.piped FROM STDIN")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)));
    for (Process process : pipe) {
      if (!process.waitFor(10, TimeUnit.MINUTES) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IllegalStateException("Expected psql to copy all rows but it failed");
      }
    }
    if (key.last) {
      target.execute(key.statement());
    }
    long nanos = System.nanoTime() - start;
    long copied = target.number("SELECT count(*) FROM bench.piped");
    target.execute("DROP TABLE bench.piped");
    if (copied != rows) {
      throw new IllegalStateException("Expected " + rows + " rows copied but found " + copied);
    }
    return Rate.perSecond(rows, nanos);
  }

  private static ProcessBuilder psql(BenchServer server, String command) {
    return new ProcessBuilder(
            "psql",
            "--no-psqlrc",
            "--quiet",
            "--set=ON_ERROR_STOP=1",
            "--host=localhost",
            "--port=" + server.port(),
            "--username=" + server.user(),
            "--dbname=" + server.database(),
            "--command=" + command)
        .redirectError(ProcessBuilder.Redirect.INHERIT);
  }
}
