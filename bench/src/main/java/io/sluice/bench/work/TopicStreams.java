package io.sluice.bench.work;

import io.sluice.bench.bed.OrdersTable;
import io.sluice.bench.engine.EngineBed.Stop;
import io.sluice.bench.harness.Duel;
import io.sluice.bench.harness.Workbench;
import io.sluice.bench.kafka.KafkaBed;
import io.sluice.bench.kafka.OnKafka;
import io.sluice.bench.limit.TopicFill;
import java.util.ArrayList;
import java.util.List;

/**
 * Readers of a stream of inserts, each into a topic of its own. Each is set up once and stops;
 * then, round after round, the inserts are made while nobody reads, and every reader in turn
 * resumes and catches up with the same log.
 */
final class TopicStreams implements AutoCloseable {

  /** What no source connector is faster than. */
  static final String READY_BYTES = "ready bytes";

  private static final int ROWS_PER_TRANSACTION = 100;

  private final OrdersTable table;
  private final TopicCaptures topics;
  private final Captures captures;
  private final long inserts;
  private final Duel duel = new Duel();
  private final List<OnKafka> readers = new ArrayList<>();
  private long next = 1;

  TopicStreams(OrdersTable table, TopicCaptures topics, Captures captures, long inserts) {
    this.table = table;
    this.topics = topics;
    this.captures = captures;
    this.inserts = inserts;
  }

  /** Adds a connector; its topic and pipeline are called as {@code pipeline} says. */
  TopicStreams add(String name, String pipeline, Stop source) throws Exception {
    long rows = next - 1;
    OnKafka reader = topics.start(pipeline, source);
    readers.add(reader);
    topics.await(reader, rows);
    // In the topic, it proves that the reader is past its snapshot.
    insert(1);
    topics.await(reader, rows + 1);
    reader.stop();
    duel.add(
        name,
        () -> {
          captures.awaitFree(source.config());
          long before = topics.topic(pipeline).written();
          reader.resume();
          double rate = topics.rate(reader, before, inserts);
          reader.stop();
          return rate;
        });
    return this;
  }

  /** Adds a producer that writes the records of a reader's topic over and over, as ready bytes. */
  TopicStreams addReadyBytes(KafkaBed kafka, String pipeline) {
    duel.add(
        READY_BYTES,
        new TopicFill(
            kafka.bootstrapServers(),
            kafka.producerSettings(),
            pipeline,
            READY_BYTES.replace(' ', '-'),
            inserts));
    return this;
  }

  private void insert(long rows) throws Exception {
    table.insert(next, rows, ROWS_PER_TRANSACTION);
    next += rows;
  }

  /** Runs all rounds. */
  Duel fight(Workbench bench) throws Exception {
    return duel.fight(bench, () -> insert(inserts));
  }

  /** Words for the note of a result. */
  String about() {
    return String.format(
        java.util.Locale.ROOT,
        "%,d inserts of ten columns, %d to a transaction.",
        inserts,
        ROWS_PER_TRANSACTION);
  }

  @Override
  public void close() {
    readers.forEach(OnKafka::close);
  }
}
