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

/** One pipeline, PostgreSQL to PostgreSQL, run direct and through a topic. */
final class KafkaVersusDirect implements Measurement {

  private static final String DIRECT = "the same, direct";
  private static final String KAFKA = "on Kafka";

  @Override
  public String name() {
    return "kafka-vs-direct";
  }

  @Override
  public String about() {
    return "a backlog of mixed changes from PostgreSQL to PostgreSQL: one pipeline through a topic,"
        + " against the same run direct";
  }

  @Override
  public List<Result> run(Workbench bench) throws Exception {
    long changes = bench.scale().topicRecords();
    try (ApplyMixed apply = new ApplyMixed(bench, changes);
        KafkaBed kafka = new KafkaBed(bench);
        TopicApply topic = new TopicApply(apply, kafka, bench, changes)) {
      apply.add(DIRECT, "direct", Sinks::postgres);
      Duel duel = topic.addWhole(KAFKA, "whole", Sinks::postgres).fight();
      String note =
          String.format(
              Locale.ROOT,
              "%,d changes. %s From when the pipeline is told to go on until the last can be read;"
                  + " broker and worker are up before.",
              changes,
              MixedChanges.about());
      return List.of(
          duel.result(name(), "changes/s", KAFKA, DIRECT, Bar.none(), note),
          duel.cpu(name() + "-cpu", changes, KAFKA, DIRECT, Peers.cpuOnKafka(note)));
    }
  }
}
