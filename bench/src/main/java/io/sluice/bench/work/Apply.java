package io.sluice.bench.work;

import io.sluice.bench.bed.MixedChanges;
import io.sluice.bench.harness.Duel;
import io.sluice.bench.harness.Measurement;
import io.sluice.bench.harness.Result;
import io.sluice.bench.harness.Result.Bar;
import io.sluice.bench.harness.Workbench;
import java.util.List;
import java.util.Locale;

/** Mixed changes applied to copies, beside PostgreSQL's own logical replication. */
final class Apply implements Measurement {

  @Override
  public String name() {
    return "apply";
  }

  @Override
  public String about() {
    return "mixed changes applied to PostgreSQL and to DuckDB, against PostgreSQL's own"
        + " subscription";
  }

  @Override
  public List<Result> run(Workbench bench) throws Exception {
    long changes = bench.scale().streamEvents();
    try (ApplyMixed apply = new ApplyMixed(bench, changes)) {
      Duel duel =
          apply
              .add("Sluice", "ours", Sinks::postgres)
              .addDuckDb("Sluice to DuckDB")
              .addSubscription()
              .fight();
      String note =
          String.format(
              Locale.ROOT,
              "%,d changes. %s From being told to go on until the last can be read; the"
                  + " subscription does not wait for the disk at each commit, which is its"
                  + " default.",
              changes,
              MixedChanges.about());
      String other = ApplyMixed.SUBSCRIPTION;
      return List.of(
          duel.result(name() + "-postgres", "changes/s", "Sluice", other, Bar.ratio(1, 2), note),
          duel.result(
              name() + "-duckdb", "changes/s", "Sluice to DuckDB", other, Bar.none(), note));
    }
  }
}
