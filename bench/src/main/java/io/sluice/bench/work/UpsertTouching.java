package io.sluice.bench.work;

import io.sluice.bench.bed.BenchServer;
import io.sluice.bench.engine.EngineBed;
import io.sluice.bench.engine.EngineBed.Running;
import io.sluice.bench.engine.EngineBed.Stop;
import io.sluice.bench.harness.Duel;
import io.sluice.bench.harness.Measurement;
import io.sluice.bench.harness.Result;
import io.sluice.bench.harness.Result.Bar;
import io.sluice.bench.harness.Workbench;
import io.sluice.bench.limit.Rate;
import io.sluice.bench.limit.StagedUpsert;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Upserts of a part of a large table: the sink alone, since the records are made in memory. */
final class UpsertTouching implements Measurement {

  private static final String BY_HAND = "COPY, ON CONFLICT";
  private static final int[] PERCENT = {1, 10, 100};

  @Override
  public String name() {
    return "upsert-touching";
  }

  @Override
  public String about() {
    return "upserts that touch 1%, 10% and all of a large table, against one statement by hand";
  }

  @Override
  public List<Result> run(Workbench bench) throws Exception {
    long rows = bench.scale().largeTableRows();
    List<Result> results = new ArrayList<>();
    try (BenchServer target = BenchServer.target(bench);
        EngineBed engines = new EngineBed(bench)) {
      String table = "bench.large_" + rows;
      fill(bench, target, table, rows);
      for (int percent : PERCENT) {
        results.add(touch(bench, target, engines, table, rows, percent));
      }
    }
    return results;
  }

  private Result touch(
      Workbench bench, BenchServer target, EngineBed engines, String table, long rows, int percent)
      throws Exception {
    long touched = rows * percent / 100;
    long stride = 100 / percent;
    int[] run = {0};
    Duel duel =
        new Duel()
            .add(
                "Sluice",
                () -> {
                  String name = "touch_" + percent + "_" + ++run[0];
                  Stop source =
                      new Stop(
                          "io.sluice.bench.connector.PreparedSourceConnector",
                          Map.of(
                              "records", Long.toString(touched), "stride", Long.toString(stride)));
                  try (Running running =
                      engines.start(name, source, Sinks.postgres(target, table))) {
                    Instant start = Delivered.first(running);
                    Instant end = Delivered.committed(running, touched);
                    return Rate.perSecond(touched, Duration.between(start, end).toNanos());
                  }
                })
            .add(BY_HAND, new StagedUpsert(target, table, touched, stride))
            .fight(bench, () -> target.execute("VACUUM " + table, "CHECKPOINT"));
    long found = target.number("SELECT count(*) FROM " + table);
    if (found != rows) {
      throw new IllegalStateException("Expected " + rows + " rows but found " + found);
    }
    return duel.result(
        name() + "-" + percent,
        "rows/s",
        "Sluice",
        BY_HAND,
        Bar.none(),
        String.format(
            Locale.ROOT,
            "%,d of %,d rows of ten columns, in no order. By hand: all in one transaction and one"
                + " temporary table, of rows that are text already.",
            touched,
            rows));
  }

  private static void fill(Workbench bench, BenchServer target, String table, long rows)
      throws Exception {
    target.execute(
        "CREATE SCHEMA IF NOT EXISTS bench",
        "CREATE TABLE IF NOT EXISTS "
            + table
            + " (id bigint PRIMARY KEY, customer integer NOT NULL, status text NOT NULL, note text,"
            + " total numeric NOT NULL, placed timestamp NOT NULL, changed timestamp NOT NULL, paid"
            + " boolean NOT NULL, weight double precision, token text NOT NULL)");
    if (target.number("SELECT count(*) FROM (SELECT 1 FROM " + table + " LIMIT 1) one") == 0) {
      bench.say("  loading %,d rows into %s", rows, table);
      target.execute(
          "INSERT INTO "
              + table
              + " SELECT i, i % 100000, 'new', 'note ' || i, i % 1000000 / 100, timestamp"
              + " '2026-01-01', timestamp '2026-01-01', i % 2 = 0, i / 7.0, md5('t' ||"
              + " i)::uuid::text FROM generate_series(1::bigint, "
              + rows
              + ") i",
          "VACUUM (ANALYZE) " + table,
          "CHECKPOINT");
    }
  }
}
