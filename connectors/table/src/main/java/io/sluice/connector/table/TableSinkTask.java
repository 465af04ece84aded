package io.sluice.connector.table;

import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.guard.Refusals;
import io.sluice.connector.table.record.KafkaPlace;
import io.sluice.connector.table.transaction.OpenTransaction;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/**
 * Writes records into tables, exactly once.
 *
 * <p>Between two {@link #preCommit}s everything happens in one transaction of the target: {@link
 * #put} collects rows and stages them there when they become many, {@code preCommit} adds the
 * offsets and commits. {@link #open} reads the offsets back and asks for the records behind them.
 * So a crash at any moment leaves the rows of exactly the records below the stored offsets.
 *
 * <p>What becomes of the records when the target undoes that transaction is decided by {@link
 * OpenTransaction}.
 */
public final class TableSinkTask extends SinkTask {

  /**
   * What a task that was started works with.
   *
   * @param largest rows of a transaction whose commit is asked for at once
   */
  private record Work(
      TargetSession session,
      OpenTransaction transaction,
      DeletedRecords deleted,
      CommitPace pace,
      long largest) {}

  /** When to call again for a key that is being built: each call waits a while itself. */
  private static final long SOON_MILLIS = 10;

  private final Clock clock = Clock.systemUTC();
  private final LongSupplier nanos;
  private final RetryPause retryPause = new RetryPause();
  private final Letters letters = new Letters();
  private @Nullable Work work;

  /** Whether the engine keeps its records. */
  private boolean paused;

  /** Instantiated by Connect. */
  public TableSinkTask() {
    this(System::nanoTime);
  }

  /**
   * With another time.
   *
   * @param nanos as {@link System#nanoTime} has it
   */
  TableSinkTask(LongSupplier nanos) {
    this.nanos = nanos;
  }

  @Override
  public String version() {
    return PluginVersion.of(TableSinkTask.class);
  }

  @Override
  public void start(Map<String, String> properties) {
    TableSinkConfig config = new TableSinkConfig(properties);
    TargetSession session;
    try {
      session = new TargetSession(config, clock, nanos);
    } catch (SQLException e) {
      throw Failure.ofConnection(config.url(), e).thrown(OpenTransaction.Then.AGAIN);
    }
    OpenTransaction transaction = new OpenTransaction(config, rows(session));
    CommitPace pace = new CommitPace(config.commits().after().toNanos(), nanos);
    DeletedRecords deleted = new DeletedRecords(new LogStart(config.name())::of);
    work = new Work(session, transaction, deleted, pace, config.transactionMaxRows());
  }

  private OpenTransaction.Rows rows(TargetSession session) {
    return new OpenTransaction.Rows() {
      @Override
      public boolean write(SinkRecord record) throws SQLException {
        try {
          return session.write(record);
        } catch (DataException e) {
          report(record, e);
          return true;
        }
      }

      @Override
      public Map<TopicPartition, Long> stored() throws SQLException {
        return session.stored();
      }
    };
  }

  private Work work() {
    if (work == null) {
      throw new IllegalStateException("the task was not started");
    }
    return work;
  }

  private OpenTransaction transaction() {
    return work().transaction();
  }

  private TargetSession session() {
    return work().session();
  }

  @Override
  public void open(Collection<TopicPartition> partitions) {
    try {
      transaction().begin();
      Map<TopicPartition, Long> stored = session().stored(partitions);
      for (TopicPartition partition : partitions) {
        Long offset = stored.get(partition);
        transaction().open(partition, offset);
        work().deleted().open(partition, offset);
        // Said also where there is none: whoever believes that records are here must learn it.
        context.offset(partition, offset == null ? 0L : offset);
      }
      if (transaction().size() == 0 && !session().buildsKeys()) {
        session().endReading();
      }
    } catch (SQLException e) {
      throw failed(e);
    } catch (RuntimeException | Error e) {
      giveUp(e);
      throw e;
    }
  }

  @Override
  public void put(Collection<SinkRecord> records) {
    try {
      transaction().begin(); // The records of this call are still the engine's if it ends here.
      work().deleted().look(records);
      transaction().put(records);
      if (records.isEmpty() || transaction().isBlocked()) {
        buildKeys();
      }
      session().flushIfMany();
      reportRefused();
    } catch (SQLException e) {
      throw failed(e);
    } catch (RuntimeException | Error e) {
      giveUp(e);
      throw e;
    }
    retryPause.wentWell();
    askForCommit();
    pauseForKeys();
  }

  /**
   * Gives tables that are filled their keys, and has the records go on that have waited for one.
   * Not in the midst of a transaction: rows that it has keep a table from getting its key.
   *
   * @return whether records went on
   */
  private boolean buildKeys() throws SQLException {
    boolean may = session().buildsKeys() || !transaction().isOpen();
    return may && session().buildKeys() && transaction().goOn();
  }

  /**
   * Has the engine keep its records while a key is built, or until a commit has made room for that,
   * and call all the same: a table of any size may get its key, however long one call may last.
   */
  private void pauseForKeys() {
    boolean pauses = transaction().isBlocked() || session().buildsKeys();
    if (pauses) {
      context.pause(context.assignment().toArray(TopicPartition[]::new));
      context.timeout(SOON_MILLIS);
    } else if (paused) {
      context.resume(context.assignment().toArray(TopicPartition[]::new));
    }
    paused = pauses;
  }

  private void askForCommit() {
    Work work = work();
    boolean has = work.transaction().size() > 0 || work.transaction().awaitsCommit();
    if (!work.transaction().mayCommit() || !has) {
      return; // Within a transaction of the source, the record that ends it will ask.
    }
    boolean large =
        work.transaction().size() >= work.largest()
            || work.session().wantsCommit()
            || work.transaction().isBlocked();
    if (work.pace().asks(large)) {
      context.requestCommit();
    }
    // Connect calls nothing between its own commits, a minute apart, while no record comes.
    context.timeout(work.pace().remaining().toMillis());
  }

  private void reportRefused() {
    Refusals.Refusal refused = session().refused();
    while (refused != null) {
      report(refused.record(), refused.reason());
      refused = session().refused();
    }
  }

  /** Invariant 5: a record that cannot become a row goes to the dead letters, or stops the task. */
  private void report(SinkRecord record, DataException reason) {
    if (!transaction().isNews(record)) {
      return; // The transaction is made again, and so is the refusal.
    }
    DataException located =
        new DataException(KafkaPlace.words(record) + ": " + reason.getMessage(), reason);
    ErrantRecordReporter reporter = context.errantRecordReporter();
    if (reporter == null) {
      throw located;
    }
    letters.add(reporter.report(record, located));
  }

  @Override
  public Map<TopicPartition, OffsetAndMetadata> preCommit(
      Map<TopicPartition, OffsetAndMetadata> currentOffsets) {
    try {
      transaction().begin();
      transaction().repeat();
      transaction().settle();
      do {
        commitRows();
      } while (buildKeys()); // What has waited for a key is committed as well.
    } catch (SQLException e) {
      throw failed(e);
    } catch (RuntimeException | Error e) {
      giveUp(e);
      throw e;
    }
    work().pace().heard();
    if (transaction().awaitsCommit()) {
      context.timeout(work().pace().remaining().toMillis()); // For the commit that ends the wait.
    }
    pauseForKeys();
    return transaction().durable(currentOffsets.keySet());
  }

  private void commitRows() throws SQLException {
    if (!transaction().isOpen() || !transaction().mayCommit() || session().buildsKeys()) {
      return;
    }
    long began = work().pace().commits();
    session().flush();
    reportRefused();
    letters.await(); // Before the offsets behind these records are committed.
    session().commit(transaction().stored(), transaction().committing());
    transaction().committed();
    work().pace().committed(began);
    work().pace().begins();
  }

  @Override
  public void close(Collection<TopicPartition> partitions) {
    work().deleted().close(partitions);
    boolean allLeave = partitions.containsAll(context.assignment());
    boolean undone = transaction().close(Set.copyOf(partitions), allLeave);
    if (undone && !session().buildsKeys()) {
      session().disconnect();
    } else if (allLeave) {
      session().completeKeys();
    }
    if (undone) {
      work().pace().begins();
    }
  }

  @Override
  public void stop() {
    Work present = work;
    if (present != null) {
      present.session().disconnect();
    }
  }

  /** The target has undone the transaction: whether the call may be made again is the answer. */
  private ConnectException failed(SQLException e) {
    Failure failure = session().failure(e);
    undo();
    if (failure.mayPass()) {
      context.timeout(retryPause.afterFailure().toMillis());
    }
    return transaction().failed(failure.mayPass(), failure::thrown);
  }

  /** Connect commits once more after a failure. That must not step over what came before it. */
  private void giveUp(Throwable e) {
    undo();
    transaction().lost(e);
  }

  private void undo() {
    session().disconnect();
    work().pace().begins();
  }
}
