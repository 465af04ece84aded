package io.sluice.connector.table;

import io.sluice.connector.table.config.ModeSettings;
import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.record.AddedColumns;
import io.sluice.connector.table.record.Change;
import io.sluice.connector.table.record.EnvelopeReader;
import io.sluice.connector.table.target.Refusals;
import io.sluice.connector.table.target.StoredOffsets;
import io.sluice.connector.table.target.TargetThread;
import io.sluice.connector.table.transaction.WholeTransactions;
import io.sluice.connector.table.write.TableNames;
import io.sluice.connector.table.write.TableWriters;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
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
  private static final int SHARE_KEPT = 4;

  private static final Logger LOG = LoggerFactory.getLogger(TableSinkTask.class);

  private @Nullable TableSinkConfig config;
  private @Nullable AddedColumns beside;
  private @Nullable TableNames names;
  private @Nullable Connected connected;
  private EnvelopeReader changes = new EnvelopeReader(false);
  private final Refusals refusals = new Refusals();
  private final Positions positions = new Positions();

  /** Null unless transactions of the source are to stay whole. */
  private @Nullable WholeTransactions transactions;

  private CommitPace pace = new CommitPace(Long.MAX_VALUE, System::nanoTime);
  private long batchMaxBytes;
  private final Set<String> filled = ConcurrentHashMap.newKeySet();
  private KeptRecords kept = new KeptRecords(0);
  private long rowsInTransaction;
  private boolean rowsBeforeThisPut;

  /** What a commit would have stored whose answer never came; empty mostly. */
  private Map<TopicPartition, Long> inDoubt = Map.of();

  /** How many of the kept records came in earlier calls. */
  private int keptBeforeThisPut;

  private boolean commitRequested;

  /** Whether what is stored of all topics was read on this connection. */
  private boolean positionRead;

  /** Rows that the engine handed over are neither in the target nor in the open transaction. */
  private boolean undone;

  /** A connection's target, with the rows that wait for it. */
  private record Connected(TargetThread target, TableWriters writers) {}

  private final Clock clock = Clock.systemUTC();

  /** Instantiated by Connect. */
  public TableSinkTask() {}

  @Override
  public String version() {
    return PluginVersion.of(TableSinkTask.class);
  }

  @Override
  public void start(Map<String, String> properties) {
    TableSinkConfig parsed = new TableSinkConfig(properties);
    config = parsed;
    batchMaxBytes = parsed.batchMaxBytes();
    pace = new CommitPace(parsed.commits().after().toNanos(), System::nanoTime);
    undone = false;
    kept = new KeptRecords(batchMaxBytes / SHARE_KEPT);
    filled.clear();
    inDoubt = Map.of();
    transactions = wholeTransactions(parsed);
    changes = new EnvelopeReader(parsed.modes().mode() == ModeSettings.Mode.RAW);
    beside = new AddedColumns(parsed, clock);
    Targets.requireSound(parsed);
    try {
      names =
          new TableNames(
              parsed.tableNameFormat(),
              parsed.names().tables(),
              Targets.of(parsed.url()).names(parsed));
      connected = connect();
    } catch (SQLException e) {
      throw Failure.ofConnection(parsed.url(), e).thrown(true);
    }
  }

  private @Nullable WholeTransactions wholeTransactions(TableSinkConfig parsed) {
    if (!parsed.transactions().boundaries()) {
      return null;
    }
    return new WholeTransactions(
        parsed.transactions(),
        batchMaxBytes,
        new WholeTransactions.Way() {
          @Override
          public void apply(SinkRecord record) throws SQLException {
            TableSinkTask.this.apply(record);
          }

          @Override
          public void pass(SinkRecord record) {
            positions.took(record);
          }
        });
  }

  private Connected connect() throws SQLException {
    positionRead = false;
    TargetThread target = Targets.open(config(), refusals, filled);
    AddedColumns added = Objects.requireNonNull(beside);
    return new Connected(target, new TableWriters(config(), added, names(), target, refusals));
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

  private Connected connected() throws SQLException {
    Connected present = connected;
    if (present == null) {
      present = connect();
      connected = present;
    }
    return present;
  }

  private TargetThread target() throws SQLException {
    return connected().target();
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
        positions.open(partition, offset);
        // Said also where there is none: whoever believes that records are here must learn it.
        context.offset(partition, offset == null ? 0L : offset);
      }
      if (rowsInTransaction == 0) {
        target().rollback(); // Ends the transaction that reading began.
      }
    } catch (SQLException e) {
      enter(true);
      throw failed(e);
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
    // What is to be repeated came in earlier calls as well, though nothing of it is in the target.
    enter(rowsInTransaction > 0 || holdsBack() || kept.size() > 0);
    try {
      repeatWhatWasUndone();
      for (SinkRecord record : records) {
        if (!positions.has(record)) {
          kept.add(record);
          take(record);
        }
      }
      Connected present = connected;
      if (present != null && present.writers().bytes() >= batchMaxBytes) {
        present.writers().flush();
      }
      reportRefused();
    } catch (SQLException e) {
      throw failed(e);
    } finally {
      positions.note();
    }
    askForCommit();
  }

  private void askForCommit() {
    if (!mayCommit()) {
      return; // The record that ends the source's transaction will ask.
    }
    boolean large = rowsInTransaction >= config().transactionMaxRows() || wantsCommit();
    boolean due = rowsInTransaction > 0 && pace.isDue();
    if ((large || due) && !commitRequested) {
      commitRequested = true;
      context.requestCommit();
    }
    if (rowsInTransaction > 0) {
      // Connect calls nothing between its own commits, a minute apart, while no record comes.
      context.timeout(pace.remaining().toMillis());
    }
  }

  /** A call begins; records of earlier ones will not be handed over again. */
  private void enter(boolean rowsBefore) {
    rowsBeforeThisPut = rowsBefore;
    keptBeforeThisPut = kept.size();
  }

  private boolean wantsCommit() {
    Connected present = connected;
    return present != null && present.target().wantsCommit();
  }

  private void repeatWhatWasUndone() throws SQLException {
    if (!inDoubt.isEmpty()) {
      Map<TopicPartition, Long> found = target().position(config().name(), Set.of()).next();
      if (inDoubt.entrySet().stream().allMatch(e -> e.getValue().equals(found.get(e.getKey())))) {
        inDoubt.forEach(positions::open); // It was committed; only the answer was lost.
      }
      inDoubt = Map.of();
    }
    for (SinkRecord record : kept.toRepeat()) {
      if (!positions.has(record)) {
        take(record);
      }
    }
  }

  private void take(SinkRecord record) throws SQLException {
    if (transactions == null) {
      apply(record);
    } else {
      transactions.take(record);
    }
  }

  private void apply(SinkRecord record) throws SQLException {
    try {
      Change change = changes.read(record);
      if (change.kind() != Change.Kind.NOTHING) {
        connected().writers().add(change);
      }
    } catch (DataException e) {
      report(record, e);
    }
    rowsInTransaction++;
    positions.took(record);
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
    if (!kept.isNews(record)) {
      return; // The transaction is made again, and so is the refusal.
    }
    ErrantRecordReporter reporter = context.errantRecordReporter();
    if (reporter == null) {
      // Connect commits once more after a failure. That must not step over this record.
      stop();
      undone = true;
      throw located;
    }
    reporter.report(record, located);
  }

  @Override
  public Map<TopicPartition, OffsetAndMetadata> preCommit(
      Map<TopicPartition, OffsetAndMetadata> currentOffsets) {
    requireWhole();
    enter(true); // Whatever was put since the last commit will not be put again.
    try {
      repeatWhatWasUndone();
      positions.note();
    } catch (SQLException e) {
      throw failed(e);
    }
    if (positions.isOpen() && mayCommit()) {
      long began = pace.commits();
      try {
        connected().writers().flush();
        target().settle();
        reportRefused(); // Before the offsets behind these records are committed.
        StoredOffsets.Position position =
            new StoredOffsets.Position(positions.reached(), names().claims());
        inDoubt = Map.copyOf(positions.reached());
        target().commit(config().name(), positions.stored(), position);
        inDoubt = Map.of();
      } catch (SQLException e) {
        throw failed(e);
      }
      positions.committed();
      kept.committed(transactions == null ? List.of() : transactions.held());
      pace.committed(began);
      startTransaction();
    }
    commitRequested = false; // Also where a transaction of the source had begun in the meantime.
    return positions.durable(currentOffsets.keySet());
  }

  /**
   * Partitions leave. What was not committed of them must not be committed with those that stay, so
   * the whole transaction is undone; those that stay then need a restart to get their records
   * again.
   */
  @Override
  public void close(Collection<TopicPartition> partitions) {
    boolean heldBack = holdsBack();
    boolean leavesRows = heldBack || partitions.stream().anyMatch(positions::isOpen);
    if (leavesRows) {
      stop();
    }
    for (TopicPartition partition : partitions) {
      positions.forget(partition);
    }
    if (leavesRows) {
      boolean someStay = !partitions.containsAll(context.assignment());
      undone = positions.isOpen() || heldBack && someStay;
      positions.undone();
      kept.committed(List.of());
      startTransaction();
    }
  }

  /** Whether nothing of the open transaction is a part of one of the source's. */
  private boolean mayCommit() {
    return transactions == null || transactions.mayCommit();
  }

  private boolean holdsBack() {
    return transactions != null && !transactions.held().isEmpty();
  }

  private void startTransaction() {
    rowsInTransaction = 0;
    rowsBeforeThisPut = false;
    commitRequested = false;
    pace.begins();
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
    Connected present = connected;
    connected = null;
    if (present != null) {
      try {
        present.target().close();
      } catch (SQLException e) {
        LOG.warn("closing the target database", e);
      }
    }
    if (transactions != null) {
      transactions.forget();
    }
    refusals.clear(); // Their transaction is undone: these records will come again.
  }

  private ConnectException failed(SQLException e) {
    Connected present = connected;
    Failure failure =
        present == null ? Failure.ofConnection(config().url(), e) : Failure.of(present.target(), e);
    stop();
    positions.undone();
    boolean again = failure.mayPass() && (kept.complete() || !rowsBeforeThisPut);
    kept.repeat(again && kept.complete() ? keptBeforeThisPut : 0);
    undone = !again && rowsBeforeThisPut;
    startTransaction();
    return failure.thrown(again);
  }
}
