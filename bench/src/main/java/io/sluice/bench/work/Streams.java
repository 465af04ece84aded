package io.sluice.bench.work;

import io.sluice.bench.bed.BenchServer;
import io.sluice.bench.bed.OrdersTable;
import io.sluice.bench.engine.EngineBed.Running;
import io.sluice.bench.engine.EngineBed.Stop;
import io.sluice.bench.harness.Duel;
import io.sluice.bench.harness.Workbench;
import io.sluice.bench.limit.QueryDrain;
import io.sluice.bench.limit.SlotDrain;
import io.sluice.bench.peer.EmbeddedDebezium;
import java.nio.file.Path;
import java.util.Map;

/**
 * Readers of a stream of inserts. Each is set up once, on a table of one row, sees one insert and
 * stops; then, round after round, the inserts are made while nobody reads, and every reader in turn
 * resumes and catches up with the same log.
 */
final class Streams {

  /** The slot's stream, which a WAL sender makes. */
  static final String STREAM = "slot undecoded";

  private static final String QUERY = "slot undecoded, by SQL";

  private final BenchServer server;
  private final OrdersTable table;
  private final Captures captures;
  private final long inserts;
  private final int rowsPerTransaction;
  private final Duel duel = new Duel();
  private long next = 1;

  Streams(
      BenchServer server,
      OrdersTable table,
      Captures captures,
      long inserts,
      int rowsPerTransaction) {
    this.server = server;
    this.table = table;
    this.captures = captures;
    this.inserts = inserts;
    this.rowsPerTransaction = rowsPerTransaction;
  }

  /** Words for the note of a result. */
  String about() {
    return String.format(
        java.util.Locale.ROOT,
        "%,d inserts of ten columns, %d to a transaction.",
        inserts,
        rowsPerTransaction);
  }

  /** Adds a connector in our engine. */
  Streams add(String name, String pipeline, Stop source) throws Exception {
    long rows = next - 1;
    try (Running running = captures.start(pipeline, source, Captures.counting())) {
      if (rows > 0) {
        captures.await(running, rows);
      }
      // Seen in the sink, it proves that the reader is past its snapshot.
      insert(1);
      captures.await(running, rows + 1);
    }
    duel.add(name, () -> captures.rate(pipeline, source, inserts));
    return this;
  }

  /** Adds Debezium in its own engine. */
  Streams add(String name, EmbeddedDebezium engine, Map<String, String> config, Path offsets)
      throws Exception {
    long rows = next - 1;
    try (EmbeddedDebezium.Running running = engine.start(config, offsets)) {
      if (rows > 0) {
        running.awaitRate(rows, 60);
      }
      insert(1);
      running.awaitRate(rows + 1, 60);
    }
    duel.add(name, () -> captures.rate(engine, config, offsets, inserts));
    return this;
  }

  /** Adds the slot drained by the driver, from its stream and by a query. */
  Streams addDrains() throws Exception {
    duel.add(STREAM, new SlotDrain(server, "undecoded", Captures.PUBLICATION, inserts));
    duel.add(QUERY, new QueryDrain(server, "queried", Captures.PUBLICATION, inserts));
    return this;
  }

  /** Words for the note of a result: what the limits are. */
  static String limits(Duel duel) {
    return String.format(
        java.util.Locale.ROOT,
        "The slot drained undecoded gave %,.0f events/s from its stream, which is the WAL sender's"
            + " limit, and %,.0f by one query, decoded first and sent then; a backlog is read here"
            + " by several, one being decoded while another is sent.",
        duel.median(STREAM),
        duel.median(QUERY));
  }

  private void insert(long rows) throws Exception {
    table.insert(next, rows, rowsPerTransaction);
    next += rows;
  }

  /** Runs all rounds. */
  Duel fight(Workbench bench) throws Exception {
    return duel.fight(bench, () -> insert(inserts));
  }
}
