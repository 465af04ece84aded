package io.sluice.bench.work;

import io.sluice.bench.bed.BenchServer;
import io.sluice.bench.bed.OrdersTable;
import io.sluice.bench.harness.Duel;
import io.sluice.bench.harness.Measurement;
import io.sluice.bench.harness.Result;
import io.sluice.bench.harness.Result.Bar;
import io.sluice.bench.harness.Workbench;
import io.sluice.bench.kafka.KafkaBed;
import java.util.List;
import java.util.Locale;

/**
 * PostgreSQL into a topic by our connector and by Debezium's, on the same worker, broker and
 * converter: a snapshot, or a backlog of the stream.
 */
final class TopicVersusDebezium implements Measurement {

  private static final String SLUICE = "Sluice";
  private static final Bar BAR = Bar.ratio(2, 3);

  private final String name;
  private final String about;
  private final Fight fight;

  @FunctionalInterface
  private interface Fight {
    List<Result> fight(Bed bed) throws Exception;
  }

  private TopicVersusDebezium(String name, String about, Fight fight) {
    this.name = name;
    this.about = about;
    this.fight = fight;
  }

  /** The rows that a table has. */
  static Measurement ofSnapshots() {
    return new TopicVersusDebezium(
        "kafka-snapshot-vs-debezium",
        "snapshot of PostgreSQL into a topic, against Debezium on the same Connect worker",
        TopicVersusDebezium::snapshots);
  }

  /** Changes that were made while nobody read. */
  static Measurement ofStreams() {
    return new TopicVersusDebezium(
        "kafka-stream-vs-debezium",
        "a backlog of inserts from PostgreSQL into a topic, against Debezium on the same Connect"
            + " worker",
        TopicVersusDebezium::streams);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String about() {
    return about;
  }

  /** What both kinds need. */
  private record Bed(Workbench bench, BenchServer server, KafkaBed kafka, TopicCaptures topics) {}

  @Override
  public List<Result> run(Workbench bench) throws Exception {
    try (BenchServer server = BenchServer.source(bench);
        KafkaBed kafka = new KafkaBed(bench)) {
      return fight.fight(new Bed(bench, server, kafka, new TopicCaptures(kafka, bench)));
    }
  }

  private static List<Result> snapshots(Bed bed) throws Exception {
    long rows = bed.bench().scale().topicRecords();
    OrdersTable table = OrdersTable.of(rows, bed.server(), bed.bench());
    try (Captures captures = new Captures(bed.server(), table, bed.bench())) {
      int[] run = {0};
      Duel duel =
          new Duel()
              .add(
                  SLUICE,
                  () ->
                      bed.topics()
                          .snapshot(
                              "ours-" + ++run[0], captures.ours("topic_ours_" + run[0]), rows))
              .add(
                  Peers.SAME_WORKER,
                  () ->
                      bed.topics()
                          .snapshot(
                              "peer-" + run[0], captures.debezium("topic_peer_" + run[0]), rows))
              .fight(bed.bench(), bed.server()::forgetSlots);
      String note = String.format(Locale.ROOT, "%,d rows of ten columns. %s", rows, Peers.ON_KAFKA);
      return results(duel, "kafka-snapshot-vs-debezium", "rows/s", rows, note);
    }
  }

  private static List<Result> streams(Bed bed) throws Exception {
    long inserts = bed.bench().scale().topicRecords();
    OrdersTable table = OrdersTable.empty("topic_stream", bed.server());
    try (Captures captures = new Captures(bed.server(), table, bed.bench());
        TopicStreams streams =
            new TopicStreams(table, bed.topics(), captures, inserts)
                .add(SLUICE, "ours", captures.ours("topic_ours"))
                .add(Peers.SAME_WORKER, "peer", captures.debezium("topic_peer"))
                .addReadyBytes(bed.kafka(), "ours")) {
      Duel duel = streams.fight(bed.bench());
      String note =
          String.format(
              Locale.ROOT,
              "%s A producer that writes such records as ready bytes, with the worker's settings:"
                  + " %,.0f/s. %s",
              streams.about(),
              duel.median(TopicStreams.READY_BYTES),
              Peers.ON_KAFKA);
      return results(duel, "kafka-stream-vs-debezium", "events/s", inserts, note);
    }
  }

  private static List<Result> results(
      Duel duel, String name, String unit, long records, String note) {
    return List.of(
        duel.result(name, unit, SLUICE, Peers.SAME_WORKER, BAR, note),
        duel.cpu(name + "-cpu", records, SLUICE, Peers.SAME_WORKER, Peers.cpuOnKafka(note)));
  }
}
