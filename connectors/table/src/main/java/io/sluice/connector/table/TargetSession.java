package io.sluice.connector.table;

import io.sluice.connector.table.config.ModeSettings;
import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.guard.Refusals;
import io.sluice.connector.table.guard.TargetThread;
import io.sluice.connector.table.record.AddedColumns;
import io.sluice.connector.table.record.Change;
import io.sluice.connector.table.record.EnvelopeReader;
import io.sluice.connector.table.stored.StoredOffsets;
import io.sluice.connector.table.write.TableNames;
import io.sluice.connector.table.write.TableWriters;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The target database while a task runs, with the rows that wait for it: connected to when it is
 * needed, let go of after a failure, which undoes the open transaction, and connected to again.
 * Used by one thread.
 */
final class TargetSession {
  private static final Logger LOG = LoggerFactory.getLogger(TargetSession.class);
  private static final int MOST_ASKED_ALONE = 50;

  /** A connection's target, with the rows that wait for it. */
  private record Connected(TargetThread target, TableWriters writers) {}

  private final TableSinkConfig config;
  private final EnvelopeReader changes;
  private final AddedColumns beside;
  private final TableNames names;
  private final Refusals refusals = new Refusals();
  private final LongSupplier nanos;
  private final Set<String> filled = ConcurrentHashMap.newKeySet();
  private @Nullable Connected connected;

  /** Whether tables may be without their keys that the last connection was to build. */
  private boolean keysLeft;

  /** Whether what is stored of all topics was read on this connection. */
  private boolean positionRead;

  /**
   * Connects.
   *
   * @param clock for columns with the time of loading
   * @param nanos the time, as {@link System#nanoTime} has it
   */
  TargetSession(TableSinkConfig config, Clock clock, LongSupplier nanos) throws SQLException {
    this.config = config;
    this.nanos = nanos;
    Targets.requireSound(config);
    changes = new EnvelopeReader(config.modes().mode() == ModeSettings.Mode.RAW);
    beside = new AddedColumns(config, clock);
    names =
        new TableNames(
            config.tableNameFormat(),
            config.names().tables(),
            Targets.of(config.url()).names(config));
    connected = connect();
  }

  private Connected connect() throws SQLException {
    positionRead = false;
    TargetThread target = Targets.open(config, refusals, filled);
    return new Connected(target, new TableWriters(config, beside, names, target, refusals, nanos));
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

  /** What is stored of these partitions, and perhaps of others. */
  Map<TopicPartition, Long> stored(Collection<TopicPartition> partitions) throws SQLException {
    StoredOffsets.Position position = position(askedAgain(partitions));
    names.claimed(position.tables());
    if (!buildsKeys()) {
      connected().writers().findKeysLeft();
    }
    positionRead = true;
    return position.next();
  }

  /**
   * Read beside a key that is being built, which no call is to wait for: over this connection it
   * would come behind that. Where the database does not let it be read, the build gives way.
   */
  private StoredOffsets.Position position(Set<String> topics) throws SQLException {
    if (buildsKeys()) {
      try (TargetThread beside = Targets.open(config, new Refusals(), filled)) {
        return beside.position(config.name(), topics);
      } catch (SQLException e) {
        LOG.info(
            "A key that is being built is begun anew later: the stored offsets cannot be read"
                + " beside it",
            e);
        disconnect();
      }
    }
    return target().position(config.name(), topics);
  }

  /** What is stored of all partitions. */
  Map<TopicPartition, Long> stored() throws SQLException {
    return target().position(config.name(), Set.of()).next();
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

  /**
   * A record's row joins those that wait.
   *
   * @return whether it did; else it is to come again, and whatever comes behind it after it, when
   *     {@link #buildKeys} has said that keys are there
   * @throws DataException if the record cannot become a row
   */
  boolean write(SinkRecord record) throws SQLException {
    if (buildsKeys()) {
      return false;
    }
    Change change = changes.read(record);
    return change.kind() == Change.Kind.NOTHING || connected().writers().add(change);
  }

  /** Hands the rows that wait to the target if they have become many. */
  void flushIfMany() throws SQLException {
    Connected present = connected;
    if (present != null && present.writers().bytes() >= config.batchMaxBytes()) {
      present.writers().flush();
    }
  }

  /** Hands all rows to the target, and waits until it has taken or refused each. */
  void flush() throws SQLException {
    connected().writers().finish();
    target().settle();
  }

  /**
   * Whether keys are being built that {@link #buildKeys} has left to its next call. Then there is
   * no transaction that could be undone.
   */
  boolean buildsKeys() {
    Connected present = connected;
    return present != null && present.writers().buildsKeys();
  }

  /**
   * Gives tables that are filled their keys, each in a transaction of its own: none may be open.
   * Waits a while for them.
   *
   * @return whether they are there; else this is to be called again, and nothing is written or
   *     committed until it has said so
   */
  boolean buildKeys() throws SQLException {
    Connected present = connected;
    if (present == null) {
      if (!keysLeft) {
        return true;
      }
      present = connected();
      present.writers().findKeysLeft();
    }
    return present.writers().buildKeys();
  }

  /**
   * Builds the keys of all tables that are still without them: no rows come for now. Waits a few
   * seconds for them. What is not there by then goes on being built until {@link #disconnect}. What
   * is broken off there, or goes wrong, is for the next start to repeat, which builds them first of
   * all.
   */
  void completeKeys() {
    Connected present = connected;
    if (present == null || !present.writers().keysPending()) {
      return;
    }
    try {
      if (!present.writers().completeKeys()) {
        LOG.info(
            "A key is still being built: where the task stops before it is there, the next start"
                + " builds it");
      }
    } catch (SQLException | RuntimeException e) {
      LOG.warn("keys of tables that were filled are built at the next start", e);
      disconnect();
    }
  }

  /** A record that the database refused, and why; null if there is no other. */
  Refusals.@Nullable Refusal refused() {
    return refusals.poll();
  }

  /** Whether the target would rather not have the open transaction grow. */
  boolean wantsCommit() {
    Connected present = connected;
    if (present == null) {
      return false;
    }
    TargetThread target = present.target();
    TableWriters writers = present.writers();
    return target.wantsCommit() || target.isLargeWith(writers.rows(), writers.bytes());
  }

  /**
   * Commits rows and offsets together.
   *
   * @param from the offsets that are believed to be stored
   * @param to the offsets to store
   */
  void commit(Map<TopicPartition, Long> from, Map<TopicPartition, Long> to) throws SQLException {
    target().commit(config.name(), from, new StoredOffsets.Position(to, names.claims()));
  }

  /** Ends the transaction that reading began. */
  void endReading() throws SQLException {
    target().rollback();
  }

  /** What an exception means, as long as the connection is there that it came from. */
  Failure failure(SQLException e) {
    Connected present = connected;
    return present == null
        ? Failure.ofConnection(config.url(), e)
        : Failure.of(config.url(), present.target(), e);
  }

  /** Lets go of the database, which undoes the open transaction, or breaks off a key's build. */
  void disconnect() {
    Connected present = connected;
    connected = null;
    if (present != null) {
      keysLeft = present.writers().keysPending();
      try {
        present.target().close();
      } catch (SQLException e) {
        LOG.warn("closing the target database", e);
      }
    }
    refusals.clear(); // Their transaction is undone: these records will come again.
  }
}
