package io.sluice.connector.table;

import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.record.Change;
import io.sluice.connector.table.record.ChangeReader;
import io.sluice.connector.table.target.Refusals;
import io.sluice.connector.table.target.StoredOffsets;
import io.sluice.connector.table.target.Table;
import io.sluice.connector.table.target.Target;
import io.sluice.connector.table.write.TableNames;
import io.sluice.connector.table.write.TableWriter;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes records into tables, exactly once.
 *
 * <p>Between two {@link #preCommit}s everything happens in one transaction of the target: {@link
 * #put} collects rows and stages them there when they become many, {@code preCommit} adds the
 * offsets and commits. {@link #open} reads the offsets back and asks for the records behind them.
 * So a crash at any moment leaves the rows of exactly the records below the stored offsets.
 */
public final class TableSinkTask extends SinkTask {
  private static final int MOST_ASKED_ALONE = 50;

  private static final Logger LOG = LoggerFactory.getLogger(TableSinkTask.class);

  private @Nullable TableSinkConfig config;
  private @Nullable Target target;
  private @Nullable TableNames names;
  private final ChangeReader changes = new ChangeReader();
  private final Refusals refusals = new Refusals();
  private final Map<Table.Name, TableWriter> writers = new LinkedHashMap<>();
  private Table.@Nullable Name lastName;
  private @Nullable TableWriter lastWriter;

  /** Next offsets as stored in the target. */
  private final Map<TopicPartition, Long> stored = new HashMap<>();

  /** Next offsets with the open transaction. */
  private final Map<TopicPartition, Long> next = new HashMap<>();

  /** The partition of the last record and its next offset, until {@link #put} notes them. */
  private @Nullable TopicPartition lastPartition;

  private long nextOfLast;
  private long batchMaxBytes;
  private long rowsInTransaction;
  private boolean rowsBeforeThisPut;
  private boolean commitRequested;

  /** Whether what is stored of all topics was read on this connection. */
  private boolean positionRead;

  /** Rows that the engine handed over are neither in the target nor in the open transaction. */
  private boolean undone;

  /** Instantiated by Connect. */
  public TableSinkTask() {}

  @Override
  public String version() {
    return Version.of(TableSinkTask.class);
  }

  @Override
  public void start(Map<String, String> properties) {
    TableSinkConfig parsed = new TableSinkConfig(properties);
    config = parsed;
    batchMaxBytes = parsed.batchMaxBytes();
    undone = false;
    connect(parsed);
  }

  private Target connect(TableSinkConfig parsed) {
    names = new TableNames(parsed.tableNameFormat(), Targets.nameRules(parsed.url()));
    positionRead = false;
    forgetWriters();
    try {
      Target opened = Targets.open(parsed, refusals);
      target = opened;
      return opened;
    } catch (SQLException e) {
      String state = String.valueOf(e.getSQLState());
      String message =
          "cannot open the target database (SQL state "
              + state
              + "). Check url, user, password and that it is running.";
      boolean hopeless = state.startsWith("28") || state.equals("3D000");
      throw hopeless ? new ConnectException(message, e) : new RetriableException(message, e);
    }
  }

  private TableSinkConfig config() {
    if (config == null) {
      throw new IllegalStateException("the task was not started");
    }
    return config;
  }

  private TableNames names() {
    if (names == null) {
      throw new IllegalStateException("the task was not started");
    }
    return names;
  }

  private Target target() {
    Target open = target;
    return open == null ? connect(config()) : open;
  }

  @Override
  public void open(Collection<TopicPartition> partitions) {
    try {
      StoredOffsets.Position position = target().position(config().name(), askedAgain(partitions));
      names().claimed(position.tables());
      positionRead = true;
      Map<TopicPartition, Long> found = position.next();
      for (TopicPartition partition : partitions) {
        Long offset = found.get(partition);
        if (offset == null) {
          stored.remove(partition);
          next.remove(partition);
          // Said, not left out: whoever believes that records are here must learn that none is.
          context.offset(partition, 0L);
        } else {
          stored.put(partition, offset);
          next.put(partition, offset);
          context.offset(partition, offset);
        }
      }
      if (rowsInTransaction == 0) {
        target().rollback(); // Ends the transaction that reading began.
      }
    } catch (SQLException e) {
      throw failed("reading the stored offsets", e);
    }
  }

  /**
   * The topics to ask of: all the first time, since any topic's table may be taken; later those
   * that are opened. Where topics come by the thousand each is opened alone, and reading all of
   * them each time would never end.
   */
  private Set<String> askedAgain(Collection<TopicPartition> partitions) {
    return positionRead && partitions.size() <= MOST_ASKED_ALONE
        ? partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet())
        : Set.of();
  }

  @Override
  public void put(Collection<SinkRecord> records) {
    requireWhole();
    rowsBeforeThisPut = rowsInTransaction > 0;
    try {
      for (SinkRecord record : records) {
        take(record);
      }
      if (waitingBytes() >= batchMaxBytes) {
        flushAll();
      }
      reportRefused();
    } catch (SQLException e) {
      throw failed("writing rows", e);
    } finally {
      notePosition();
    }
    boolean large = rowsInTransaction >= config().transactionMaxRows() || target().wantsCommit();
    if (large && !commitRequested) {
      commitRequested = true;
      context.requestCommit();
    }
  }

  private void take(SinkRecord record) throws SQLException {
    turnTo(record);
    if (record.kafkaOffset() < nextOfLast) {
      return; // Already in the target, or in the open transaction.
    }
    try {
      Change change = changes.read(record);
      if (wanted(change)) {
        TableWriter writer = writer(change);
        writer.add(change);
        if (writer.isFull()) {
          writer.flush();
        }
      }
    } catch (DataException e) {
      report(record, e);
    }
    rowsInTransaction++;
    nextOfLast = record.kafkaOffset() + 1;
  }

  /** Makes the record's partition the one whose position is at hand; neighbours mostly share it. */
  private void turnTo(SinkRecord record) {
    TopicPartition last = lastPartition;
    if (last == null
        || last.partition() != record.kafkaPartition()
        || !last.topic().equals(record.topic())) {
      notePosition();
      TopicPartition turned = new TopicPartition(record.topic(), record.kafkaPartition());
      nextOfLast = next.getOrDefault(turned, -1L);
      lastPartition = turned;
    }
  }

  private void notePosition() {
    if (lastPartition != null && nextOfLast >= 0) {
      next.put(lastPartition, nextOfLast);
    }
    lastPartition = null;
  }

  private boolean wanted(Change change) {
    return switch (change.kind()) {
      case NOTHING -> false;
      case DELETE -> config().deletes() && config().mode() == TableSinkConfig.Mode.UPSERT;
      case INSERT, UPSERT -> true;
    };
  }

  private void forgetWriters() {
    writers.clear();
    lastName = null;
    lastWriter = null;
  }

  private TableWriter writer(Change change) {
    Table.Name name = names().of(change);
    TableWriter last = lastWriter;
    if (last != null && name == lastName) { // Neighbours mostly share it.
      return last;
    }
    TableWriter writer = writers.get(name);
    if (writer == null) {
      writer = new TableWriter(config(), target(), name, refusals);
      writers.put(name, writer);
    }
    lastName = name;
    lastWriter = writer;
    return writer;
  }

  private void reportRefused() {
    Refusals.Refusal refused = refusals.poll();
    while (refused != null) {
      report(refused.record(), refused.reason());
      refused = refusals.poll();
    }
  }

  /** Invariant 5: a record that cannot become a row goes to the dead letters, or stops the task. */
  private void report(SinkRecord record, DataException reason) {
    DataException located =
        new DataException(
            record.topic()
                + "-"
                + record.kafkaPartition()
                + " at offset "
                + record.kafkaOffset()
                + ": "
                + reason.getMessage(),
            reason);
    ErrantRecordReporter reporter = context.errantRecordReporter();
    if (reporter == null) {
      // Connect commits once more after a failure. That must not step over this record.
      stop();
      undone = true;
      throw located;
    }
    reporter.report(record, located);
  }

  private long waitingBytes() {
    long sum = 0;
    for (TableWriter writer : writers.values()) {
      sum += writer.bytes();
    }
    return sum;
  }

  private void flushAll() throws SQLException {
    for (TableWriter writer : writers.values()) {
      writer.flush();
    }
  }

  @Override
  public Map<TopicPartition, OffsetAndMetadata> preCommit(
      Map<TopicPartition, OffsetAndMetadata> currentOffsets) {
    requireWhole();
    if (!next.equals(stored)) {
      try {
        flushAll();
        target().settle();
        reportRefused(); // Before the offsets behind these records are committed.
        StoredOffsets.Position position = new StoredOffsets.Position(next, names().claims());
        target().commit(config().name(), stored, position);
      } catch (SQLException e) {
        rowsBeforeThisPut = true; // Whatever was put since the last commit is not in the target.
        throw failed("committing rows and offsets", e);
      }
      stored.putAll(next);
      startTransaction();
    }
    Map<TopicPartition, OffsetAndMetadata> durable = new HashMap<>();
    stored.forEach(
        (partition, offset) -> {
          if (currentOffsets.containsKey(partition)) {
            durable.put(partition, new OffsetAndMetadata(offset));
          }
        });
    return durable;
  }

  /**
   * Partitions leave. What was not committed of them must not be committed with those that stay, so
   * the whole transaction is undone; those that stay then need a restart to get their records
   * again.
   */
  @Override
  public void close(Collection<TopicPartition> partitions) {
    boolean leavesRows = partitions.stream().anyMatch(this::uncommitted);
    if (leavesRows) {
      stop();
    }
    for (TopicPartition partition : partitions) {
      stored.remove(partition);
      next.remove(partition);
    }
    if (leavesRows) {
      undone = next.keySet().stream().anyMatch(this::uncommitted);
      next.clear();
      next.putAll(stored);
      startTransaction();
    }
  }

  private boolean uncommitted(TopicPartition partition) {
    return !Objects.equals(stored.get(partition), next.get(partition));
  }

  private void startTransaction() {
    rowsInTransaction = 0;
    rowsBeforeThisPut = false;
    commitRequested = false;
  }

  private void requireWhole() {
    if (undone) {
      throw new ConnectException(
          "records that were handed over are not in the target: their transaction was undone."
              + " Restart the task: it continues at the offsets that are stored in the target.");
    }
  }

  @Override
  public void stop() {
    Target open = target;
    target = null;
    forgetWriters();
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        LOG.warn("closing the target database", e);
      }
    }
    refusals.clear(); // Their transaction is undone: these records will come again.
  }

  private ConnectException failed(String doing, SQLException e) {
    Target open = target;
    Target.Trouble trouble = open == null ? Target.Trouble.TRANSIENT : open.trouble(e);
    stop();
    lastPartition = null; // Its position is that of an undone transaction.
    next.clear();
    next.putAll(stored);
    boolean lost = rowsBeforeThisPut;
    startTransaction();
    String state = e.getSQLState() == null ? "" : " (SQL state " + e.getSQLState() + ")";
    if (trouble == Target.Trouble.TRANSIENT && !lost) {
      return new RetriableException(doing + " failed" + state + "; it will be tried again", e);
    }
    undone = lost;
    return new ConnectException(
        doing
            + " failed"
            + state
            + "; the transaction was undone. Restart the task: it continues at the offsets that"
            + " are stored in the target.",
        trouble == Target.Trouble.ROW ? null : e); // Its message may hold values of a row.
  }
}
