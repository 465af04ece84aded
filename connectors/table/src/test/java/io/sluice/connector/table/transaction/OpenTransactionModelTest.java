package io.sluice.connector.table.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.table.config.TransactionSettings;
import io.sluice.connector.table.transaction.KeyChanges.Reach;
import io.sluice.connector.table.transaction.TaskInModel.Commit;
import io.sluice.connector.table.transaction.TaskInModel.Engine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Whatever the order of calls and failures: every record below the committed offset is a row
 * exactly once, and none is lost. jqwik prints the seed of a failure.
 */
class OpenTransactionModelTest {
  /** Few, so that it is often more. */
  static final int MOST_KEPT = 6;

  private static final int PARTITIONS = 3;
  private static final int RECORDS = 40;
  private static final int NEVER = Integer.MAX_VALUE;

  /** After so many commits nothing waits for an event of a changed key any more. */
  private static final int MOST_COMMITS = 12;

  private static final Schema MARK =
      SchemaBuilder.struct()
          .name("io.debezium.connector.common.TransactionMetadataValue")
          .field("status", Schema.STRING_SCHEMA)
          .field("id", Schema.STRING_SCHEMA)
          .field("event_count", Schema.OPTIONAL_INT64_SCHEMA)
          .field("data_collections", SchemaBuilder.array(Schema.STRING_SCHEMA).optional().build())
          .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
          .build();

  private static final Schema BLOCK =
      SchemaBuilder.struct().optional().field("id", Schema.STRING_SCHEMA).build();

  private static final Schema CHANGE = SchemaBuilder.struct().field("transaction", BLOCK).build();

  /** What may happen next. */
  enum Event {
    PUT,
    PUT_FAILS,
    COMMIT,
    COMMIT_FAILS,
    REPEAT_FAILS,
    MOVE,
    CRASH
  }

  /**
   * An event.
   *
   * @param task which of the two it happens to
   * @param partition that moves
   * @param count of records, or how many go well
   * @param end of a commit that fails
   */
  record Step(Event event, int task, int partition, int count, int well, Commit end) {}

  @Provide
  Arbitrary<List<Step>> histories() {
    Arbitrary<Event> events =
        Arbitraries.frequency(
            Tuple.of(6, Event.PUT),
            Tuple.of(5, Event.PUT_FAILS),
            Tuple.of(3, Event.COMMIT),
            Tuple.of(2, Event.COMMIT_FAILS),
            Tuple.of(1, Event.REPEAT_FAILS),
            Tuple.of(1, Event.MOVE),
            Tuple.of(1, Event.CRASH));
    return Combinators.combine(
            events,
            Arbitraries.integers().between(0, 1),
            Arbitraries.integers().between(0, PARTITIONS - 1),
            Arbitraries.integers().between(1, MOST_KEPT + 4),
            Arbitraries.integers().between(0, MOST_KEPT + 3),
            Arbitraries.of(Commit.FAILS_BEFORE, Commit.DONE_UNHEARD, Commit.UNDONE_UNHEARD))
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(40);
  }

  @Property(tries = 4_000)
  void every_record_below_the_committed_offset_is_a_row_once_and_none_is_lost(
      @ForAll("histories") List<Step> history, @ForAll Engine engine) {
    List<SinkRecord> log = new ArrayList<>();
    for (int offset = 0; offset < RECORDS; offset++) {
      for (int partition = 0; partition < PARTITIONS; partition++) {
        log.add(record(new TopicPartition("t", partition), null, null, offset));
      }
    }
    StoredRows database = new StoredRows();
    TransactionSettings single = new TransactionSettings(false, Long.MAX_VALUE);
    List<TaskInModel> tasks =
        List.of(
            new TaskInModel(log, database, engine, single, Reach.NONE),
            new TaskInModel(log, database, engine, single, Reach.NONE));
    for (int partition = 0; partition < PARTITIONS; partition++) {
      tasks.get(partition % 2).open(new TopicPartition("t", partition));
    }
    for (Step step : history) {
      TaskInModel task = tasks.get(step.task());
      happen(step, task);
      if (step.event() == Event.MOVE) {
        move(new TopicPartition("t", step.partition()), task, tasks.get(1 - step.task()), step);
      }
      database.requireRowsBelowOffsets(Map.of());
    }
    end(tasks, log);
    database.requireRowsBelowOffsets(Map.of());
    for (int partition = 0; partition < PARTITIONS; partition++) {
      assertThat(database.rows(new TopicPartition("t", partition))).hasSize(RECORDS);
    }
  }

  @Property(tries = 4_000)
  void changed_keys_wait_for_each_other_and_no_row_is_lost_or_twice(
      @ForAll("histories") List<Step> history,
      @ForAll("changes") List<Move> changes,
      @ForAll Engine engine,
      @ForAll Reach reach) {
    List<SinkRecord> log = log(changes);
    StoredRows database = new StoredRows();
    TransactionSettings single = new TransactionSettings(false, Long.MAX_VALUE);
    List<TaskInModel> tasks =
        List.of(
            new TaskInModel(log, database, engine, single, reach),
            new TaskInModel(log, database, engine, single, reach));
    for (int partition = 0; partition < PARTITIONS; partition++) {
      tasks.get(partition / 2).open(new TopicPartition("t", partition));
    }
    for (Step step : history) {
      TaskInModel task = tasks.get(step.task());
      happen(step, task);
      if (step.event() == Event.MOVE) {
        move(new TopicPartition("t", step.partition()), task, tasks.get(1 - step.task()), step);
      }
      database.requireRowsBelowOffsets(Map.of());
    }
    end(tasks, log);
    for (int commit = 0; commit < MOST_COMMITS; commit++) {
      tasks.forEach(task -> task.commit(Commit.DONE, NEVER));
    }
    database.requireRowsBelowOffsets(Map.of());
    for (int partition = 0; partition < PARTITIONS; partition++) {
      TopicPartition at = new TopicPartition("t", partition);
      assertThat(database.rows(at))
          .hasSize((int) log.stream().filter(r -> StoredRows.partition(r).equals(at)).count());
    }
  }

  /**
   * A changed key.
   *
   * @param from partition of the delete; -1 if a transform left that out
   * @param to partition of the insert; -1 if a transform left that out
   * @param createFirst whether the insert is read first
   * @param tombstone whether one follows the delete
   * @param others records that follow
   */
  record Move(int from, int to, boolean createFirst, boolean tombstone, int others) {}

  @Provide
  Arbitrary<List<Move>> changes() {
    Arbitrary<Integer> partitions = Arbitraries.integers().between(-1, PARTITIONS - 1);
    return Combinators.combine(
            partitions,
            partitions,
            Arbitraries.of(true, false),
            Arbitraries.of(true, false),
            Arbitraries.integers().between(0, 4))
        .as(Move::new)
        .list()
        .ofMinSize(3)
        .ofMaxSize(15);
  }

  private static List<SinkRecord> log(List<Move> changes) {
    List<SinkRecord> log = new ArrayList<>();
    long[] next = new long[PARTITIONS];
    long key = 0;
    for (Move move : changes) {
      key += 2;
      List<SinkRecord> leaving = new ArrayList<>();
      if (move.from() >= 0) {
        leaving.add(half(move.from(), next, key, "gone", "__debezium.newkey", key + 1));
        if (move.tombstone()) {
          leaving.add(half(move.from(), next, key, null, "__debezium.newkey", key + 1));
        }
      }
      List<SinkRecord> arriving =
          move.to() < 0
              ? List.of()
              : List.of(half(move.to(), next, key + 1, "row", "__debezium.oldkey", key));
      boolean createFirst = move.createFirst() && move.from() != move.to();
      log.addAll(createFirst ? arriving : leaving);
      log.addAll(createFirst ? leaving : arriving);
      for (int other = 0; other < move.others(); other++) {
        int partition = other % PARTITIONS;
        TopicPartition at = new TopicPartition("t", partition);
        log.add(record(at, null, null, next[partition]++));
      }
    }
    return log;
  }

  private static SinkRecord half(
      int partition, long[] next, long key, @Nullable String value, String header, long other) {
    SinkRecord record = new SinkRecord("t", partition, null, key, null, value, next[partition]++);
    record.headers().addLong(header, other);
    return record;
  }

  @Property(tries = 6_000)
  void with_boundaries_each_commit_has_whole_transactions_besides(
      @ForAll("histories") List<Step> history) {
    Map<TopicPartition, List<Long>> marks = new HashMap<>();
    List<List<SinkRecord>> transactions = transactions(marks);
    List<SinkRecord> log = transactions.stream().flatMap(List::stream).toList();
    StoredRows database = new StoredRows();
    TransactionSettings whole = new TransactionSettings(true, Long.MAX_VALUE);
    TaskInModel task = new TaskInModel(log, database, Engine.DIRECT, whole, Reach.NONE);
    log.stream().map(StoredRows::partition).distinct().forEach(task::open);
    for (Step step : history) {
      happen(step, task);
      database.requireRowsBelowOffsets(marks);
      for (List<SinkRecord> transaction : transactions) {
        long there =
            transaction.stream()
                .filter(r -> r.kafkaOffset() < next(database, StoredRows.partition(r)))
                .count();
        assertThat(there).isIn(0L, (long) transaction.size());
      }
    }
    end(List.of(task), log);
    database.requireRowsBelowOffsets(marks);
    for (SinkRecord record : log) {
      assertThat(next(database, StoredRows.partition(record))).isGreaterThan(record.kafkaOffset());
    }
  }

  private static long next(StoredRows database, TopicPartition partition) {
    return database.offsets().getOrDefault(partition, 0L);
  }

  private static void happen(Step step, TaskInModel task) {
    switch (step.event()) {
      case PUT -> task.put(step.count(), NEVER);
      case PUT_FAILS -> task.put(step.count(), step.well());
      case COMMIT -> task.commit(Commit.DONE, NEVER);
      case COMMIT_FAILS -> task.commit(step.end(), NEVER);
      case REPEAT_FAILS -> task.commit(Commit.DONE, step.well());
      case CRASH -> task.restart();
      case MOVE -> {}
    }
  }

  private static void move(TopicPartition moved, TaskInModel from, TaskInModel to, Step step) {
    if (from.owned().contains(moved)) {
      from.close(moved, step.well() % 2 == 0 ? Commit.DONE : step.end());
      to.open(moved);
    }
  }

  /** From now on nothing fails. */
  private static void end(List<TaskInModel> tasks, List<SinkRecord> log) {
    for (TaskInModel task : tasks) {
      int restarts = task.restarts();
      for (int handed = 0; handed < 2 * log.size() + MOST_KEPT; handed += MOST_KEPT) {
        task.put(MOST_KEPT, NEVER);
        task.commit(Commit.DONE, NEVER);
      }
      for (int commit = 0; commit < RECORDS; commit++) {
        task.commit(Commit.DONE, NEVER); // Each goes on behind one record that had to wait.
      }
      // One at most: for what had been lost by then.
      assertThat(task.restarts()).isLessThanOrEqualTo(restarts + 1);
    }
  }

  /** Transactions of several sizes over two tables; some are too large to be held back. */
  private static List<List<SinkRecord>> transactions(Map<TopicPartition, List<Long>> marks) {
    TopicPartition boundary = new TopicPartition("transaction", 0);
    List<Long> markOffsets = marks.computeIfAbsent(boundary, b -> new ArrayList<>());
    List<List<SinkRecord>> transactions = new ArrayList<>();
    long[] next = new long[2];
    int[] sizes = {1, 4, 12, 2, 7, 1, 9, 3};
    for (int i = 0; i < sizes.length; i++) {
      String id = "tx" + i;
      List<SinkRecord> transaction = new ArrayList<>();
      transaction.add(mark(boundary, "BEGIN", id, markOffsets));
      for (int change = 0; change < sizes[i]; change++) {
        int table = (change + i) % 2;
        Struct value = new Struct(CHANGE).put("transaction", new Struct(BLOCK).put("id", id));
        transaction.add(
            record(new TopicPartition("table" + table, 0), CHANGE, value, next[table]++));
      }
      transaction.add(mark(boundary, "END", id, markOffsets));
      transactions.add(transaction);
    }
    return transactions;
  }

  private static SinkRecord mark(
      TopicPartition boundary, String status, String id, List<Long> offsets) {
    long offset = offsets.size();
    offsets.add(offset);
    return record(boundary, MARK, new Struct(MARK).put("status", status).put("id", id), offset);
  }

  private static SinkRecord record(
      TopicPartition partition, @Nullable Schema schema, @Nullable Object value, long offset) {
    return new SinkRecord(
        partition.topic(), partition.partition(), null, null, schema, value, offset);
  }
}
