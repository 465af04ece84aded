package io.sluice.bench.work;

import io.sluice.bench.bed.MixedChanges;
import io.sluice.bench.harness.Duel;
import io.sluice.bench.harness.Measurement;
import io.sluice.bench.harness.Result;
import io.sluice.bench.harness.Result.Bar;
import io.sluice.bench.harness.Workbench;
import io.sluice.bench.kafka.KafkaBed;
import java.util.List;
import java.util.Locale;

/** Mixed changes of a topic applied to PostgreSQL by our table sink and by Debezium's JDBC sink. */
final class TopicApplyVersusDebezium implements Measurement {

  private static final String PEER = "Debezium's JDBC sink";

  @Override
  public String name() {
    return "kafka-apply-vs-debezium";
  }

  @Override
  public String about() {
    return "mixed changes of a topic applied to PostgreSQL, against Debezium's JDBC sink on the"
        + " same Connect worker";
  }

  @Override
  public List<Result> run(Workbench bench) throws Exception {
    long changes = bench.scale().peerStreamEvents();
    try (ApplyMixed apply = new ApplyMixed(bench, changes);
        KafkaBed kafka = new KafkaBed(bench);
        TopicApply topic = new TopicApply(apply, kafka, bench, changes)) {
      Duel duel =
          topic
              .fillTopic(bench)
              .addSink("Sluice", "ours", Sinks::postgres)
              .addSink(PEER, "theirs", Sinks::debeziumOnKafka)
              .fight();
      String note =
          String.format(
              Locale.ROOT,
              "%,d changes. %s From the first record that the sink is given until the last can be"
                  + " read. %s",
              changes,
              MixedChanges.about(),
              Sinks.DEBEZIUM_ON_KAFKA);
      return List.of(
          duel.result(name(), "changes/s", "Sluice", PEER, Bar.ratio(2, 3), note),
          duel.cpu(name() + "-cpu", changes, "Sluice", PEER, Peers.cpuOnKafka(note)));
    }
  }
}
