package io.sluice.connector.table.target;

import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.stored.StoredOffsets;
import io.sluice.connector.table.version.Probe;
import io.sluice.connector.table.version.Version;
import io.sluice.connector.table.version.VersionColumns;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A database that tables are kept in, over one connection with one open transaction: everything
 * between two {@link #commit}s is there together or not at all. What belongs to its tables is their
 * {@link Catalog}. Used by one thread.
 */
public interface Target extends AutoCloseable {

  /** Its tables, over the same connection. */
  Catalog catalog();

  /**
   * Begins a transaction, if that is something to do, and finds out whether the connection still
   * stands: nothing is lost yet if it does not. Called before the first batch.
   */
  default void begin() throws SQLException {}

  /**
   * Brings changed rows into a table, in the open transaction.
   *
   * @param table as the database has it
   * @param rows at most one for each key, unless the table has no key
   * @throws SQLException if the database refused. If that is a {@link Fault#ROW}, the transaction
   *     is as it was before the batch; else it is to be rolled back
   */
  void apply(Table table, List<Row> rows) throws SQLException;

  /**
   * Empties a table, in the open transaction, or marks its rows.
   *
   * @param table as the database has it
   * @param mark null to remove all rows; else what every row gets that {@link Row#marks} means,
   *     whatever its key
   * @throws SQLException if the database refused; the transaction is to be rolled back
   */
  void clear(Table table, @Nullable Row mark) throws SQLException;

  /**
   * The stored versions of rows, of a table whose key ends with the time of the version. All
   * batches that were handed over are looked at as well.
   *
   * @param table as the database has it
   * @param columns which of its columns are the times
   * @param probes at most one for each key
   * @return for each probe, in any order, the versions that have not ended before it
   * @throws SQLException as for {@link #apply}
   */
  List<List<Version>> versions(Table table, VersionColumns columns, List<Probe> probes)
      throws SQLException;

  /**
   * How many rows that are new to a table, or only appended, are handed to {@link #apply} without
   * waiting for more: collecting them costs memory and gains nothing where a call costs little.
   */
  int worthApplying(Table table) throws SQLException;

  /**
   * Whether changed rows cost less each in a batch that is larger than the settings say. Any
   * thread.
   */
  default boolean gainsByLargeBatches() {
    return false;
  }

  /** Whether a commit ahead of time would serve. Any thread. */
  default boolean wantsCommit() {
    return false;
  }

  /**
   * How large a transaction may be before its commit is to be asked for, with the rows that are
   * still on their way into it: a refusal in one that grows much further could not be undone alone.
   * Any thread.
   */
  default Journal.Room room() {
    return Journal.Room.ENDLESS;
  }

  /**
   * What was committed under that name.
   *
   * @param topics of which it is asked; empty for all
   */
  StoredOffsets.Position position(String name, Set<String> topics) throws SQLException;

  /**
   * Makes rows and position durable together.
   *
   * @param name under which the position is kept
   * @param from the offsets that this task believes to be stored; somebody else's are an error
   * @param to what to store
   */
  void commit(String name, Map<TopicPartition, Long> from, StoredOffsets.Position to)
      throws SQLException;

  /** Forgets everything since the last commit. */
  void rollback() throws SQLException;

  /**
   * Breaks off what the database is doing over this connection just now, where it can do that: the
   * call that waits for it throws. May come too early or too late. Any thread.
   */
  default void cancel() throws SQLException {}

  /** What an exception of this database means. Any thread. */
  Fault fault(SQLException e);

  @Override
  void close() throws SQLException;

  /** Kinds of trouble; each has one reaction, in {@code TableSinkTask}. */
  enum Trouble {
    /** It may work the next time: connection, deadlock, serialisation. */
    TRANSIENT,
    /** A row is the reason. */
    ROW,
    /** It will not work before somebody does something. */
    FATAL
  }
}
