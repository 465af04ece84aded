package io.sluice.bench.work;

import io.sluice.bench.bed.BenchServer;
import io.sluice.bench.bed.MixedChanges;
import io.sluice.bench.bed.OrdersTable;
import io.sluice.bench.bed.Replica;
import io.sluice.bench.engine.EngineBed.Running;
import io.sluice.bench.engine.EngineBed.Stop;
import io.sluice.bench.harness.Contender;
import io.sluice.bench.harness.Duel;
import io.sluice.bench.harness.Workbench;
import io.sluice.bench.limit.Rate;
import io.sluice.bench.peer.Subscription;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/**
 * Copies of one table, each kept by somebody else. Each is made once and stops; then, round after
 * round, mixed changes are made while nobody reads, and each in turn resumes and catches up. A run
 * is timed from the moment when it is told to go on until the last change can be read in the copy.
 */
final class ApplyMixed implements AutoCloseable {

  static final String SUBSCRIPTION = "PostgreSQL's subscription";

  private final Workbench bench;
  private final long changes;
  private final BenchServer source;
  private final BenchServer target;
  private final OrdersTable table;
  private final MixedChanges mixed;
  private final Captures captures;
  private final Duel duel = new Duel();
  private AutoCloseable atEnd = () -> {};
  private Duel.Round alsoBefore = () -> {};

  /** Servers with a table of a tenth as many rows as a round has changes, or so. */
  ApplyMixed(Workbench bench, long changes) throws Exception {
    this.bench = bench;
    this.changes = changes;
    source = BenchServer.source(bench);
    target = BenchServer.target(bench);
    target.execute("DROP SCHEMA IF EXISTS copies CASCADE");
    target.execute("DROP TABLE IF EXISTS _sluice_offsets");
    table = OrdersTable.empty("mixed", source);
    mixed = new MixedChanges(source, table, bench.scale().snapshotRows() / 5);
    captures = new Captures(source, table, bench);
  }

  /** Adds our engine and our source with a sink into PostgreSQL. */
  ApplyMixed add(String name, String pipeline, Sink sink) throws Exception {
    Replica copy = new Replica(target, "copies." + pipeline);
    Stop from = captures.ours(pipeline);
    Stop into = sink.into(target, copy.toString());
    Contender catchUp =
        () -> {
          long start = System.nanoTime();
          try (Running running = captures.start(pipeline, from, into)) {
            copy.await(mixed.marker(), Delivered.LIMIT, running::check);
            long nanos = System.nanoTime() - start;
            requireAll(copy);
            return Rate.perSecond(changes, nanos);
          }
        };
    target.execute("CREATE SCHEMA IF NOT EXISTS copies");
    catchUp.run();
    duel.add(
        name,
        () -> {
          captures.awaitFree(from.config());
          return catchUp.run();
        });
    return this;
  }

  /** Makes the sink of a copy. */
  @FunctionalInterface
  interface Sink {
    Stop into(BenchServer target, String table);
  }

  /** Adds our engine with our sink into a DuckDB file. Timed until its last commit. */
  ApplyMixed addDuckDb(String name) throws Exception {
    Path file = bench.scratch("warehouse").resolve("warehouse.duckdb");
    addCommitted(name, "duckdb", Sinks.duckDb(file));
    AutoCloseable before = atEnd;
    atEnd =
        () -> {
          Files.deleteIfExists(file);
          before.close();
        };
    return this;
  }

  /** Adds our engine and our source with a sink into wherever. Timed until its last commit. */
  ApplyMixed addCommitted(String name, String pipeline, Stop into) throws Exception {
    Stop from = captures.ours(pipeline);
    long rows = source.number("SELECT count(*) FROM " + table);
    try (Running running = captures.start(pipeline, from, into)) {
      Delivered.committed(running, rows);
    }
    duel.add(
        name,
        () -> {
          captures.awaitFree(from.config());
          Instant start = Instant.now();
          try (Running running = captures.start(pipeline, from, into)) {
            Instant end = Delivered.committed(running, MixedChanges.records(changes));
            return Rate.perSecond(changes, Duration.between(start, end).toNanos());
          }
        });
    return this;
  }

  /** Has something else done before each round, when the changes are made. */
  ApplyMixed before(Duel.Round round) {
    alsoBefore = round;
    return this;
  }

  /** Makes room for a copy that somebody of others keeps. */
  Replica copy(String name) throws SQLException {
    target.execute("CREATE SCHEMA IF NOT EXISTS copies");
    return new Replica(target, "copies." + name);
  }

  /** Waits until a copy has the last change; what it says then is that change's time. */
  long awaitLast(Replica copy, Replica.Trouble trouble) throws Exception {
    copy.await(mixed.marker(), Delivered.LIMIT, trouble);
    long nanos = System.nanoTime();
    requireAll(copy);
    return nanos;
  }

  /** Settings of all captures of the table. */
  Captures captures() {
    return captures;
  }

  /** Where the copies are. */
  BenchServer target() {
    return target;
  }

  /** Adds something that needs nothing of this. */
  ApplyMixed add(String name, Contender contender) {
    duel.add(name, contender);
    return this;
  }

  /** Where the changes are made. */
  BenchServer source() {
    return source;
  }

  /** The table that is changed. */
  OrdersTable table() {
    return table;
  }

  /** Adds what PostgreSQL itself has for it. */
  ApplyMixed addSubscription() throws Exception {
    Replica copy = new Replica(target, table.toString());
    Subscription subscription =
        new Subscription(source, target, table, Captures.PUBLICATION, "bench");
    atEnd = subscription::drop;
    copy.await(mixed.marker(), Delivered.LIMIT, () -> {});
    subscription.pause();
    duel.add(
        SUBSCRIPTION,
        () -> {
          long start = System.nanoTime();
          subscription.resume();
          copy.await(mixed.marker(), Delivered.LIMIT, () -> {});
          long nanos = System.nanoTime() - start;
          subscription.pause();
          requireAll(copy);
          return Rate.perSecond(changes, nanos);
        });
    return this;
  }

  private void requireAll(Replica copy) throws Exception {
    long expected = source.number("SELECT count(*) FROM " + table);
    long found = copy.rows();
    if (found != expected) {
      throw new IllegalStateException(
          "Expected " + expected + " rows in " + copy + " but found " + found);
    }
  }

  /** Runs all rounds. */
  Duel fight() throws Exception {
    return duel.fight(
        bench,
        () -> {
          mixed.make(changes);
          alsoBefore.prepare();
          target.execute("CHECKPOINT");
        });
  }

  @Override
  public void close() throws Exception {
    captures.close();
    atEnd.close();
    target.close();
    source.close();
  }
}
