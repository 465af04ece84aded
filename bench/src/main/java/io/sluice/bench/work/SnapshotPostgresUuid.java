package io.sluice.bench.work;

import io.sluice.bench.bed.BenchServer;
import io.sluice.bench.bed.OrdersTable;
import io.sluice.bench.engine.EngineBed.Stop;
import io.sluice.bench.harness.Duel;
import io.sluice.bench.harness.Measurement;
import io.sluice.bench.harness.Result;
import io.sluice.bench.harness.Result.Bar;
import io.sluice.bench.harness.Workbench;
import io.sluice.bench.limit.CopyPipe;
import io.sluice.bench.limit.CopyPipe.Key;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A snapshot into another PostgreSQL server, keyed by UUIDs in no order, beside {@code psql COPY |
 * psql COPY} with that key from the beginning, and with the key added at the end.
 */
final class SnapshotPostgresUuid implements Measurement {

  private static final String OURS = "Sluice";
  private static final String FIRST = "psql COPY, key first";
  private static final String LAST = "psql COPY, key last";

  @Override
  public String name() {
    return "snapshot-postgres-uuid";
  }

  @Override
  public String about() {
    return "the same keyed by random UUIDs, against psql with the key first, and last";
  }

  @Override
  public List<Result> run(Workbench bench) throws Exception {
    long rows = bench.scale().snapshotRows();
    try (BenchServer source = BenchServer.source(bench);
        BenchServer target = BenchServer.target(bench)) {
      OrdersTable table = OrdersTable.of(rows, source, bench);
      try (Captures captures = new Captures(source, table, bench)) {
        int[] run = {0};
        Duel duel =
            new Duel()
                .add(
                    OURS,
                    () -> {
                      String name = "tokens_" + ++run[0];
                      Stop byToken = keyedByToken(captures.ours(name), table);
                      return SnapshotPostgres.copy(captures, name, byToken, target, rows);
                    })
                .add(FIRST, new CopyPipe(source, target, table, rows, Key.UUID_FIRST))
                .add(LAST, new CopyPipe(source, target, table, rows, Key.UUID_LAST))
                .fight(bench, () -> SnapshotPostgres.prepare(source, target));
        String note =
            String.format(
                Locale.ROOT,
                "%,d rows of ten columns, committed, with the primary key: a UUID of no order.",
                rows);
        return List.of(
            duel.result(name(), "rows/s", OURS, FIRST, Bar.none(), note),
            duel.result(name() + "-last", "rows/s", OURS, LAST, Bar.none(), note));
      }
    }
  }

  private static Stop keyedByToken(Stop source, OrdersTable table) {
    Map<String, String> config = new HashMap<>(source.config());
    config.put("message.key.columns", table + ":token");
    return new Stop(source.connector(), config);
  }
}
