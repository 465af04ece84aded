package io.sluice.bench.work;

import io.sluice.bench.bed.MixedChanges;
import io.sluice.bench.harness.Duel;
import io.sluice.bench.harness.Measurement;
import io.sluice.bench.harness.Result;
import io.sluice.bench.harness.Result.Bar;
import io.sluice.bench.harness.Workbench;
import java.util.List;
import java.util.Locale;

/** Mixed changes applied to PostgreSQL by our table sink and by Debezium's JDBC sink. */
final class ApplyVersusDebezium implements Measurement {

  private static final String PEER = "Debezium's JDBC sink";

  @Override
  public String name() {
    return "apply-postgres-vs-debezium";
  }

  @Override
  public String about() {
    return "mixed changes applied to PostgreSQL, against Debezium's JDBC sink in the same engine";
  }

  @Override
  public List<Result> run(Workbench bench) throws Exception {
    long changes = bench.scale().peerStreamEvents();
    try (ApplyMixed apply = new ApplyMixed(bench, changes)) {
      Duel duel =
          apply.add("Sluice", "ours", Sinks::postgres).add(PEER, "theirs", Sinks::debezium).fight();
      return List.of(
          duel.result(
              name(),
              "changes/s",
              "Sluice",
              PEER,
              Bar.ratio(2, 5),
              String.format(
                  Locale.ROOT,
                  "%,d changes. %s From the start of the pipeline until the last can be read. %s",
                  changes,
                  MixedChanges.about(),
                  Sinks.DEBEZIUM)));
    }
  }
}
