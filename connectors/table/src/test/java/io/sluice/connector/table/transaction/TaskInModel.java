package io.sluice.connector.table.transaction;

import io.sluice.connector.table.config.TransactionSettings;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * A sink task in the hands of an engine, over one connection to {@link StoredRows}: it makes the
 * calls as the direct engine does, or as Connect does.
 */
final class TaskInModel {
  /** How a commit ends. */
  enum Commit {
    DONE,
    FAILS_BEFORE,
    DONE_UNHEARD,
    UNDONE_UNHEARD
  }

  /** Connect reads again from the last commit that it heard of when another one fails. */
  enum Engine {
    DIRECT,
    CONNECT
  }

  private final List<SinkRecord> log;
  private final StoredRows database;
  private final Engine engine;
  private final TransactionSettings settings;
  private final KeyChanges.Reach reach;
  private final Set<TopicPartition> owned = new HashSet<>();
  private final Map<TopicPartition, Long> position = new HashMap<>();
  private final Map<TopicPartition, Long> heard = new HashMap<>();
  private final List<SinkRecord> written = new ArrayList<>();
  private List<SinkRecord> again = List.of();

  /** Records before which something was done that needs a transaction to have ended. */
  private final Set<SinkRecord> prepared = new HashSet<>();

  private @Nullable SinkRecord preparing;
  private boolean prepares;
  private OpenTransaction transaction;
  private int failsAfter = Integer.MAX_VALUE;
  private int restarts;

  TaskInModel(
      List<SinkRecord> log,
      StoredRows database,
      Engine engine,
      TransactionSettings settings,
      KeyChanges.Reach reach) {
    this.reach = reach;
    this.log = log;
    this.database = database;
    this.engine = engine;
    this.settings = settings;
    transaction = made();
  }

  private OpenTransaction made() {
    return new OpenTransaction(
        settings,
        1_500,
        new KeptRecords(OpenTransactionModelTest.MOST_KEPT, 1 << 20),
        rows(),
        reach,
        OpenTransactionModelTest.MOST_KEPT - 2);
  }

  private OpenTransaction.Rows rows() {
    return new OpenTransaction.Rows() {
      @Override
      public boolean write(SinkRecord record) throws SQLException {
        if (prepares) {
          return false;
        }
        failNowAndThen();
        if (isToBePrepared(record)) {
          preparing = record;
          return false;
        }
        written.add(record);
        return true;
      }

      @Override
      public Map<TopicPartition, Long> stored() throws SQLException {
        failNowAndThen();
        return database.offsets();
      }
    };
  }

  private boolean isToBePrepared(SinkRecord record) {
    return !settings.boundaries() && record.kafkaOffset() % 5 == 2 && !prepared.contains(record);
  }

  /** The first call for a record leaves it to the next one. */
  private boolean prepare() throws SQLException {
    SinkRecord record = preparing;
    if (record == null || transaction.isOpen() && !prepares) {
      return false;
    }
    failNowAndThen();
    if (!prepares) {
      prepares = true;
      return false;
    }
    prepares = false;
    preparing = null;
    prepared.add(record);
    return transaction.goOn();
  }

  private void undo() {
    written.clear();
    preparing = null;
    prepares = false;
  }

  private void failNowAndThen() throws SQLException {
    if (failsAfter-- == 0) {
      throw new SQLException("a deadlock, let us say");
    }
  }

  int restarts() {
    return restarts;
  }

  Set<TopicPartition> owned() {
    return Set.copyOf(owned);
  }

  void open(TopicPartition partition) {
    owned.add(partition);
    try {
      transaction.begin();
    } catch (ConnectException lost) {
      restart();
      return;
    }
    openAtStored(partition);
  }

  private void openAtStored(TopicPartition partition) {
    Long stored = database.offsets().get(partition);
    transaction.open(partition, stored);
    position.put(partition, stored == null ? 0L : stored);
    heard.put(partition, position.get(partition));
  }

  /** A new task, whatever the old one was at. */
  void restart() {
    restarts++;
    undo();
    again = List.of();
    transaction = made();
    owned.forEach(this::openAtStored);
  }

  /**
   * Hands over what has to be handed over again, or else the next records.
   *
   * @param failing how many records may be written before the database fails
   */
  void put(int most, int failing) {
    List<SinkRecord> batch = again.isEmpty() ? next(most) : again;
    again = List.of();
    failsAfter = failing;
    try {
      transaction.put(batch);
      prepare();
    } catch (SQLException e) {
      if (isToBeMadeAgain(e)) {
        again = batch;
      } else {
        restart();
      }
    } catch (ConnectException lost) {
      restart();
    }
  }

  private List<SinkRecord> next(int most) {
    List<SinkRecord> batch = new ArrayList<>();
    for (SinkRecord record : log) {
      TopicPartition partition = StoredRows.partition(record);
      if (batch.size() < most
          && owned.contains(partition)
          && record.kafkaOffset() >= position.getOrDefault(partition, 0L)) {
        batch.add(record);
        position.put(partition, record.kafkaOffset() + 1);
      }
    }
    return batch;
  }

  private boolean isToBeMadeAgain(SQLException e) {
    undo();
    boolean mayPass = !(e instanceof StoredRows.TakenException);
    ConnectException thrown =
        transaction.failed(
            mayPass,
            then ->
                then == OpenTransaction.Then.AGAIN
                    ? new RetriableException(e)
                    : new ConnectException(e));
    return thrown instanceof RetriableException;
  }

  /**
   * As between two polls.
   *
   * @param failing how many records may be written before the database fails
   */
  void commit(Commit end, int failing) {
    try {
      preCommit(end, failing);
    } catch (SQLException e) {
      boolean callAgain = isToBeMadeAgain(e);
      if (engine == Engine.CONNECT) {
        position.putAll(heard);
      } else if (!callAgain) {
        restart();
      }
    } catch (ConnectException lost) {
      restart();
    }
  }

  private void preCommit(Commit end, int failing) throws SQLException {
    failsAfter = failing;
    transaction.begin();
    transaction.repeat();
    transaction.settle();
    do {
      commitRows(end);
    } while (prepare());
    transaction.durable(owned).forEach((partition, next) -> heard.put(partition, next.offset()));
  }

  private void commitRows(Commit end) throws SQLException {
    if (transaction.isOpen() && transaction.mayCommit() && !prepares) {
      if (end == Commit.FAILS_BEFORE) {
        throw new SQLException("the rows did not get through");
      }
      Map<TopicPartition, Long> from = transaction.stored();
      Map<TopicPartition, Long> to = transaction.committing();
      if (end != Commit.UNDONE_UNHEARD) {
        database.commit(written, from, to);
      }
      if (end != Commit.DONE) {
        throw new SQLException("no answer");
      }
      written.clear();
      transaction.committed();
    }
  }

  /** A rebalance: the engine commits first, and goes on whatever comes of it. */
  void close(TopicPartition partition, Commit end) {
    try {
      preCommit(end, Integer.MAX_VALUE);
    } catch (SQLException e) {
      isToBeMadeAgain(e);
    } catch (ConnectException lost) {
      // Connect notes it in its log.
    }
    if (transaction.close(Set.of(partition), owned.size() == 1)) {
      undo();
    }
    owned.remove(partition);
    heard.remove(partition);
    again = again.stream().filter(r -> !StoredRows.partition(r).equals(partition)).toList();
  }
}
