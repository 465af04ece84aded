package io.sluice.bench.work;

import io.sluice.bench.bed.MixedChanges;
import io.sluice.bench.harness.Duel;
import io.sluice.bench.harness.Measurement;
import io.sluice.bench.harness.Result;
import io.sluice.bench.harness.Result.Bar;
import io.sluice.bench.harness.Workbench;
import io.sluice.bench.work.Others.Opening;
import io.sluice.bench.work.Others.Other;
import java.util.List;
import java.util.Locale;

/** Mixed changes into another kind of database, beside as many rows written there by hand. */
final class ApplyOther implements Measurement {

  private final String kind;
  private final Opening opening;

  /**
   * @param kind of database, in the measurement's name
   */
  ApplyOther(String kind, Opening opening) {
    this.kind = kind;
    this.opening = opening;
  }

  @Override
  public String name() {
    return "apply-" + kind;
  }

  @Override
  public String about() {
    return "mixed changes applied to " + kind + ", against as many rows written by hand";
  }

  @Override
  public List<Result> run(Workbench bench) throws Exception {
    long changes = bench.scale().streamEvents();
    try (ApplyMixed apply = new ApplyMixed(bench, changes);
        Other other = opening.open(bench, apply.source(), apply.table(), changes)) {
      Duel duel =
          apply
              .addCommitted("Sluice", kind, other.into("mixed"))
              .add(other.words(), other.byHand())
              .fight();
      String note =
          String.format(
              Locale.ROOT,
              "%,d changes. %s From being told to go on until the last commit. What it is held"
                  + " against only adds that many rows to an empty table.",
              changes,
              MixedChanges.about());
      return List.of(duel.result(name(), "changes/s", "Sluice", other.words(), Bar.none(), note));
    }
  }
}
