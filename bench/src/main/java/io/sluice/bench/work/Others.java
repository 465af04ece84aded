package io.sluice.bench.work;

import io.sluice.bench.bed.BenchMariaDb;
import io.sluice.bench.bed.BenchServer;
import io.sluice.bench.bed.OrdersTable;
import io.sluice.bench.engine.EngineBed.Stop;
import io.sluice.bench.harness.Contender;
import io.sluice.bench.harness.Workbench;
import io.sluice.bench.limit.LoadData;
import io.sluice.bench.limit.MultiRowInsert;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Databases other than PostgreSQL and DuckDB that the table sink writes. */
final class Others {

  private Others() {}

  /** Opens one. */
  @FunctionalInterface
  interface Opening {
    /**
     * @param source where rows are to come from
     * @param rows how many one would write by hand
     */
    Other open(Workbench bench, BenchServer source, OrdersTable rowsOf, long rows) throws Exception;
  }

  /** A database that is written, and how one would write it by hand. */
  interface Other extends AutoCloseable {
    /** Our sink into a place of that name, which is empty the first time. */
    Stop into(String place) throws Exception;

    /** What the note and the table call {@link #byHand}. */
    String words();

    Contender byHand();

    /** Takes a place away. */
    void forget(String place) throws Exception;
  }

  static Other mariaDb(Workbench bench, BenchServer source, OrdersTable rowsOf, long rows)
      throws Exception {
    BenchMariaDb server = new BenchMariaDb();
    LoadData byHand;
    try {
      byHand = new LoadData(source, rowsOf, server, bench.scratch("by-hand"), rows);
    } catch (Exception e) {
      server.close();
      throw e;
    }
    return new Other() {
      @Override
      public Stop into(String place) {
        return new Stop(
            "table",
            Map.of("url", server.url(), "user", server.user(), "table.name.format", place));
      }

      @Override
      public String words() {
        return "LOAD DATA";
      }

      @Override
      public Contender byHand() {
        return byHand;
      }

      @Override
      public void forget(String place) throws Exception {
        server.execute("DROP TABLE IF EXISTS " + place);
      }

      @Override
      public void close() throws Exception {
        byHand.forget();
        server.close();
      }
    };
  }

  static Other sqlite(Workbench bench, BenchServer source, OrdersTable rowsOf, long rows)
      throws Exception {
    Path folder = bench.scratch("sqlite");
    Contender byHand = new MultiRowInsert(bench, rows);
    return new Other() {
      @Override
      public Stop into(String place) {
        return new Stop(
            "table",
            Map.of(
                "url",
                "jdbc:sqlite:" + folder.resolve(place + ".sqlite"),
                "table.name.format",
                place));
      }

      @Override
      public String words() {
        return "multi-row INSERT";
      }

      @Override
      public Contender byHand() {
        return byHand;
      }

      @Override
      public void forget(String place) throws Exception {
        for (String suffix : new String[] {"", "-wal", "-shm"}) {
          Files.deleteIfExists(folder.resolve(place + ".sqlite" + suffix));
        }
      }

      @Override
      public void close() {}
    };
  }
}
