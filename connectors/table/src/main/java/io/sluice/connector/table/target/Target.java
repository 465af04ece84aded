package io.sluice.connector.table.target;

import io.sluice.connector.table.value.ColumnType;
import io.sluice.connector.table.value.Limits;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A database that tables are kept in, over one connection with one open transaction: everything
 * between two {@link #commit}s is there together or not at all. A dialect is one class that
 * implements this. Used by one thread.
 */
public interface Target extends AutoCloseable {

  /** The table with its columns and key, or nothing if there is none. */
  Optional<Table> describe(Table.Name name) throws SQLException;

  /**
   * The table as {@link #describe} has it, which nobody else of this sink changes until this
   * transaction ends. By default just that: enough where the database has one writer.
   */
  default Optional<Table> describeToChange(Table.Name name) throws SQLException {
    return describe(name);
  }

  /** Creates a table (and its schema) unless it is there; returns it as the database has it. */
  Table create(Table wanted) throws SQLException;

  /** Adds columns unless they are there; existing rows have no value in them. */
  Table addColumns(Table table, List<Table.Column> added) throws SQLException;

  /** Changes a column's type to a wider one, or makes it nullable. */
  Table alter(Table table, Table.Column changed) throws SQLException;

  /** Drops columns that are there, with their values. */
  Table dropColumns(Table table, Collection<String> columns) throws SQLException;

  /** Takes the values out of columns, which may be null, in all rows. */
  Table emptyColumns(Table table, Collection<String> columns) throws SQLException;

  /**
   * Says what a table and columns are for. By default nothing: right where the database keeps no
   * such words.
   *
   * @param ofTable null if there is nothing to say
   * @param ofColumns by the column's name
   */
  default void comment(Table table, @Nullable String ofTable, Map<String, String> ofColumns)
      throws SQLException {}

  /** What each pipeline has brought into a table, by its name. */
  Map<String, SchemaVersion> schemaVersions(Table.Name table) throws SQLException;

  /** Stores what a pipeline has brought into a table, in the open transaction. */
  void remember(String pipeline, Table.Name table, SchemaVersion version) throws SQLException;

  /** The type that this database uses for a wanted one; never one that holds fewer values. */
  ColumnType closest(ColumnType wanted);

  /** What its types hold of all values: others are refused before they are sent. */
  default Limits limits() {
    return Limits.NONE;
  }

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
   * How many rows that are new to a table, or only appended, are handed to {@link #apply} without
   * waiting for more: collecting them costs memory and gains nothing where a call costs little.
   */
  int worthApplying(Table table) throws SQLException;

  /**
   * Waits until every batch is applied that was handed over.
   *
   * @throws SQLException what went wrong with one
   */
  default void settle() throws SQLException {}

  /**
   * Whether a commit ahead of time would serve: a refusal in a transaction that grows much further
   * could not be undone alone. Any thread.
   */
  default boolean wantsCommit() {
    return false;
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

  /** What an exception of this database means. Any thread. */
  Fault fault(SQLException e);

  /** What was being done when something went wrong last, for people; may be empty. Any thread. */
  default String failedAt() {
    return "";
  }

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
