package io.sluice.connector.table.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.stored.SchemaVersion;
import io.sluice.connector.table.stored.StoredOffsets;
import io.sluice.connector.table.target.Catalog;
import io.sluice.connector.table.target.Fault;
import io.sluice.connector.table.target.Journal;
import io.sluice.connector.table.target.Target;
import io.sluice.connector.table.value.ColumnType;
import io.sluice.connector.table.value.Limits;
import io.sluice.connector.table.version.Probe;
import io.sluice.connector.table.version.Version;
import io.sluice.connector.table.version.VersionColumns;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TargetThreadTest {
  private static final Table TABLE =
      new Table(
          new Table.Name("", "orders"),
          List.of(new Table.Column("id", ColumnType.INT64, true)),
          List.of());

  private final HandMadeTarget database = new HandMadeTarget();
  private final Refusals refusals = new Refusals();
  private final AtomicLong nanos = new AtomicLong();
  private final TargetThread thread =
      new TargetThread(
          "test-target",
          new WatchedTarget(database, true, new HashSet<>()),
          refusals,
          () -> nanos.getAndAdd(database.tookNanos));

  @AfterEach
  void close() throws SQLException {
    database.mayGoOn.countDown();
    thread.close();
  }

  @Test
  void a_batch_is_handed_over_while_the_one_before_is_applied() throws SQLException {
    database.holds = true;
    thread.apply(TABLE, rows(1));
    thread.apply(TABLE, rows(2));
    assertThat(database.applied).isEmpty();
  }

  @Test
  void a_commit_comes_behind_all_batches() throws SQLException {
    for (long id = 1; id <= 50; id++) {
      thread.apply(TABLE, rows(id));
    }
    thread.commit("test", Map.of(), new StoredOffsets.Position(Map.of(), Map.of()));
    assertThat(database.appliedAtCommit).isEqualTo(50);
  }

  @Test
  void a_refused_row_is_named_and_the_rest_of_its_batch_is_applied() throws SQLException {
    thread.apply(TABLE, rows(1, -2, 3, 4));
    thread.settle();
    assertThat(database.applied).containsExactly(1L, 3L, 4L);
    Refusals.Refusal refused = refusals.poll();
    assertThat(refused).isNotNull();
    assertThat(refused.record().kafkaOffset()).isEqualTo(-2);
    assertThat(refusals.poll()).isNull();
  }

  @Test
  void the_database_is_asked_once_what_the_refused_rows_of_a_batch_refer_to() throws SQLException {
    thread.apply(TABLE, rows(-1, -2, 3, -4));
    thread.settle();
    assertThat(database.applied).containsExactly(3L);
    assertThat(database.referencesAsked).hasValue(1);
  }

  @Test
  void rows_that_wait_for_each_other_are_not_tried_without_end() throws SQLException {
    database.references = List.of(TABLE.name());
    database.takes = -1;
    thread.apply(TABLE, rows(LongStream.rangeClosed(-1_000, -1).toArray()));
    thread.settle();
    assertThat(database.applied).startsWith(-1L, -2L, -3L);
    assertThat(database.started).hasValueLessThan(60_000);
    int refused = 0;
    while (refusals.poll() != null) {
      refused++;
    }
    assertThat(refused + database.applied.size()).isEqualTo(1_000);
  }

  @Test
  void a_few_rows_that_wait_for_each_other_are_all_taken() throws SQLException {
    database.references = List.of(TABLE.name());
    database.takes = -1;
    thread.apply(TABLE, rows(LongStream.rangeClosed(-100, -1).toArray()));
    thread.settle();
    assertThat(database.applied).hasSize(100);
  }

  @Test
  void refused_rows_do_not_wait_until_a_refusal_cannot_be_undone_alone() throws SQLException {
    database.references = List.of(TABLE.name());
    database.room = new Journal.Room(4, Long.MAX_VALUE);
    thread.apply(TABLE, rows(-1, 2));
    thread.postpones();
    assertThat(refusals.poll()).as("it may be taken later").isNull();
    thread.apply(TABLE, rows(3, -4, 5));
    assertThat(thread.postpones()).isFalse();
    assertThat(refusals.poll()).extracting(one -> one.record().kafkaOffset()).isEqualTo(-1L);
    assertThat(refusals.poll()).extracting(one -> one.record().kafkaOffset()).isEqualTo(-4L);
    assertThat(database.applied).containsExactly(2L, 3L, 5L);
  }

  @Test
  void what_goes_wrong_with_a_batch_is_thrown_by_the_commit_and_nothing_behind_it_is_applied()
      throws SQLException {
    database.holds = true;
    thread.apply(TABLE, rows(1));
    thread.apply(TABLE, rows(HandMadeTarget.BREAKS));
    thread.apply(TABLE, rows(3));
    database.mayGoOn.countDown();
    assertThatThrownBy(
            () -> thread.commit("test", Map.of(), new StoredOffsets.Position(Map.of(), Map.of())))
        .isInstanceOf(SQLException.class)
        .hasMessage("broken");
    assertThat(database.applied).containsExactly(1L);
    assertThat(database.appliedAtCommit).isEqualTo(-1);
  }

  @Test
  void a_rollback_forgets_what_went_wrong_and_what_waits() throws SQLException {
    database.holds = true;
    thread.apply(TABLE, rows(HandMadeTarget.BREAKS));
    thread.apply(TABLE, rows(2));
    database.mayGoOn.countDown();
    thread.rollback();
    thread.apply(TABLE, rows(3));
    thread.settle();
    assertThat(database.applied).containsExactly(3L);
  }

  @Test
  void closing_drops_what_waits_and_ends_the_thread() throws Exception {
    database.holds = true;
    thread.apply(TABLE, rows(1));
    await().until(() -> database.started.get() == 1);
    thread.apply(TABLE, rows(2));
    Thread closing = new Thread(this::closeQuietly);
    closing.start();
    await().until(() -> closing.getState() == Thread.State.WAITING);
    database.mayGoOn.countDown();
    closing.join();
    assertThat(database.closed).isTrue();
    assertThat(database.applied).containsExactly(1L);
    await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(one -> one.getName().equals("test-target")));
  }

  private void closeQuietly() {
    try {
      thread.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Invariant 6. */
  @Test
  void what_waits_is_bounded() {
    database.holds = true;
    AtomicInteger handed = new AtomicInteger();
    Thread hands =
        new Thread(
            () -> {
              try {
                for (int i = 0; i < 100; i++) {
                  thread.apply(TABLE, List.of(row(i, "x".repeat(1 << 20))));
                  handed.incrementAndGet();
                }
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            });
    hands.start();
    await().until(() -> hands.getState() == Thread.State.WAITING);
    assertThat(handed.get()).isBetween(1, 4);
    database.mayGoOn.countDown();
    await().until(() -> handed.get() == 100);
  }

  @Test
  void rows_that_were_handed_over_make_a_transaction_large_before_they_are_applied()
      throws SQLException {
    database.room = new Journal.Room(4, Long.MAX_VALUE);
    database.holds = true;
    thread.apply(TABLE, rows(1, 2));
    thread.apply(TABLE, rows(3));
    assertThat(thread.isLargeWith(1, 100)).isFalse();
    assertThat(thread.isLargeWith(2, 100)).isTrue();
    database.mayGoOn.countDown();
    thread.commit("test", Map.of(), new StoredOffsets.Position(Map.of(), Map.of()));
    assertThat(thread.isLargeWith(2, 100)).as("behind the commit").isFalse();
  }

  @Test
  void bytes_that_were_handed_over_make_a_transaction_large() throws SQLException {
    database.room = new Journal.Room(Long.MAX_VALUE, 1_000);
    thread.apply(TABLE, List.of(row(1, "x".repeat(900))));
    assertThat(thread.isLargeWith(0, 1_000)).isTrue();
    thread.rollback();
    assertThat(thread.isLargeWith(0, 1_000)).as("behind the rollback").isFalse();
  }

  @Test
  void the_next_batch_may_grow_while_a_database_that_takes_long_is_busy() throws SQLException {
    database.tookNanos = 101_000_000;
    thread.apply(TABLE, rows(1));
    thread.settle();
    assertThat(thread.isBehind()).as("nothing is being applied").isFalse();
    database.holds = true;
    thread.apply(TABLE, rows(2));
    assertThat(thread.isBehind()).isTrue();
    database.mayGoOn.countDown();
    thread.settle();
    assertThat(thread.isBehind()).isFalse();
  }

  @Test
  void a_database_that_gains_by_large_batches_is_told_as_busy_while_it_applies_one()
      throws SQLException {
    database.holds = true;
    thread.apply(TABLE, rows(1));
    assertThat(thread.isBusyAndGains()).as("gains nothing").isFalse();
    database.gains = true;
    assertThat(thread.isBusyAndGains()).isTrue();
    database.mayGoOn.countDown();
    thread.settle();
    assertThat(thread.isBusyAndGains()).as("nothing is being applied").isFalse();
  }

  @Test
  void batches_do_not_grow_for_a_database_that_takes_long_for_large_ones_only()
      throws SQLException {
    database.tookNanos = 102_000_000;
    thread.apply(TABLE, rows(LongStream.range(1_000, 22_000).toArray()));
    thread.settle();
    database.holds = true;
    thread.apply(TABLE, rows(3));
    assertThat(thread.isBehind()).isFalse();
  }

  /** The key of a table is in the database's hands, until {@link HandMadeTarget#mayGoOn}. */
  private void buildKey() throws SQLException {
    database.holdsCommits = true;
    assertThat(thread.completeKey("test", TABLE.name(), 1)).isFalse();
    await().until(() -> database.committing);
  }

  @Test
  void a_key_that_the_database_breaks_off_is_not_waited_for_when_it_is_closed() throws Exception {
    database.breaksOff = true;
    buildKey();
    thread.close();
    assertThat(database.closed).isTrue();
  }

  @Test
  void a_key_that_the_database_does_not_break_off_does_not_keep_anybody_and_is_closed_behind()
      throws Exception {
    buildKey();
    thread.close();
    assertThat(database.closed).isFalse();
    assertThat(database.cancelled).hasValueBetween(1, 10);
    database.mayGoOn.countDown();
    await().until(() -> database.closed);
  }

  @Test
  void nothing_is_rolled_back_while_a_key_is_built_that_the_database_does_not_break_off()
      throws Exception {
    buildKey();
    assertThatThrownBy(thread::rollback).isInstanceOf(SQLException.class);
    database.mayGoOn.countDown();
    thread.rollback();
  }

  private static List<Row> rows(long... ids) {
    return java.util.Arrays.stream(ids).mapToObj(id -> row(id, id)).toList();
  }

  private static Row row(long offset, Object value) {
    SinkRecord record = new SinkRecord("t", 0, null, null, null, null, offset);
    return new Row(new Object[0], new Object[] {value}, null, true, null, record);
  }

  /**
   * Refuses negative numbers but {@link #takes}, breaks on one, and holds its first batch if told
   * to.
   */
  private static final class HandMadeTarget implements Target, Catalog {
    static final long BREAKS = 666;

    final List<Object> applied = new CopyOnWriteArrayList<>();
    final CountDownLatch mayGoOn = new CountDownLatch(1);
    final AtomicInteger started = new AtomicInteger();
    final AtomicInteger referencesAsked = new AtomicInteger();
    volatile List<Table.Name> references = List.of();

    /** The one negative number that is taken, alone; then the one below. None if it is not one. */
    volatile long takes;

    volatile boolean holds;
    volatile boolean holdsCommits;
    volatile boolean committing;
    volatile boolean breaksOff;
    final AtomicInteger cancelled = new AtomicInteger();
    volatile boolean gains;

    /** How long a batch takes, by the thread's clock. */
    volatile long tookNanos;

    volatile Journal.Room room = Journal.Room.ENDLESS;
    volatile boolean closed;
    volatile int appliedAtCommit = -1;

    @Override
    public void apply(Table table, List<Row> rows) throws SQLException {
      started.incrementAndGet();
      if (holds) {
        waitUntilItMayGoOn();
      }
      for (Row row : rows) {
        Object value = row.present()[0];
        if (value instanceof Long number && number == BREAKS) {
          throw new SQLException("broken", "XX000");
        }
        boolean refers = value instanceof Long number && number < 0;
        if (refers && !(rows.size() == 1 && value.equals(takes))) {
          throw new SQLException("refused", "23000");
        }
      }
      rows.forEach(row -> applied.add(row.present()[0]));
      takes -= rows.get(0).present()[0].equals(takes) ? 1 : 0;
    }

    @Override
    public Fault fault(SQLException e) {
      return "23000".equals(e.getSQLState()) ? Fault.ROW : Fault.OTHER;
    }

    @Override
    public void commit(String name, Map<TopicPartition, Long> from, StoredOffsets.Position to)
        throws SQLException {
      committing = true;
      if (holdsCommits) {
        waitUntilItMayGoOn();
      }
      appliedAtCommit = applied.size();
    }

    @Override
    public void cancel() {
      cancelled.incrementAndGet();
      if (breaksOff) {
        mayGoOn.countDown();
      }
    }

    private void waitUntilItMayGoOn() throws SQLException {
      try {
        mayGoOn.await();
      } catch (InterruptedException e) {
        throw new SQLException(e);
      }
    }

    @Override
    public Journal.Room room() {
      return room;
    }

    @Override
    public void rollback() {
      applied.clear();
    }

    @Override
    public void close() {
      closed = true;
    }

    @Override
    public List<Table.Name> references(Table.Name table) {
      referencesAsked.incrementAndGet();
      return references;
    }

    @Override
    public Catalog catalog() {
      return this;
    }

    @Override
    public Optional<Table> describeToChange(Table.Name name) {
      return describe(name);
    }

    @Override
    public void comment(Table table, @Nullable String ofTable, Map<String, String> ofColumns) {}

    @Override
    public Limits limits() {
      return Limits.NONE;
    }

    @Override
    public Optional<Table> describe(Table.Name name) {
      return Optional.of(TABLE);
    }

    @Override
    public Table create(Table wanted) {
      return wanted;
    }

    @Override
    public Table addColumns(Table table, List<Table.Column> added) {
      return table;
    }

    @Override
    public Table alter(Table table, Table.Column changed) {
      return table;
    }

    @Override
    public Table dropColumns(Table table, Collection<String> columns) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Table emptyColumns(Table table, Collection<String> columns) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, SchemaVersion> schemaVersions(Table.Name table) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void remember(String pipeline, Table.Name table, SchemaVersion version) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ColumnType closest(ColumnType wanted) {
      return wanted;
    }

    @Override
    public void clear(Table table, @Nullable Row mark) {}

    @Override
    public List<List<Version>> versions(Table table, VersionColumns columns, List<Probe> probes) {
      return List.of();
    }

    @Override
    public boolean gainsByLargeBatches() {
      return gains;
    }

    @Override
    public int worthApplying(Table table) {
      return 1;
    }

    @Override
    public StoredOffsets.Position position(String name, Set<String> topics) {
      return new StoredOffsets.Position(Map.of(), Map.of());
    }
  }
}
