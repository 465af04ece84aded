package io.sluice.connector.table.target;

import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.stored.SchemaVersion;
import io.sluice.connector.table.value.ColumnType;
import io.sluice.connector.table.value.Limits;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tables of a {@link Target}: what is there, and how it is changed. What is changed belongs to
 * the target's open transaction where the database can do that. Used by one thread.
 */
public interface Catalog {

  /**
   * The table with its columns, or nothing if there is none. Its key is the one that the owner gave
   * it where this is found out, which PostgreSQL's is; else empty.
   */
  Optional<Table> describe(Table.Name name) throws SQLException;

  /**
   * The table as {@link #describe} has it, which nobody else of this sink changes until this
   * transaction ends. Whoever changes a table plans it from this: from an older look, two could
   * each undo what the other did.
   */
  Optional<Table> describeToChange(Table.Name name) throws SQLException;

  /** The tables that rows of this one refer to by foreign keys that the database checks. */
  List<Table.Name> references(Table.Name table) throws SQLException;

  /**
   * Creates a table (and its schema) unless it is there; returns it as the database has it.
   *
   * @param wanted whose key may be pending where there are {@link #keys}: it is left out of the
   *     table then. If it still is pending in what is returned the table was created so
   */
  Table create(Table wanted) throws SQLException;

  /** How tables get keys that they were created without; empty where they have them at once. */
  default Optional<KeyBuilder> keys() {
    return Optional.empty();
  }

  /** The tables that a pipeline has created and that are yet to get their keys. */
  default List<Table.Name> keysPending(String pipeline) throws SQLException {
    return List.of();
  }

  /** Adds columns unless they are there; existing rows have no value in them. */
  Table addColumns(Table table, List<Table.Column> added) throws SQLException;

  /** Changes a column's type to a wider one, or makes it nullable. */
  Table alter(Table table, Table.Column changed) throws SQLException;

  /** Drops columns that are there, with their values. */
  Table dropColumns(Table table, Collection<String> columns) throws SQLException;

  /** Takes the values out of columns, which may be null, in all rows. */
  Table emptyColumns(Table table, Collection<String> columns) throws SQLException;

  /**
   * Says what a table and columns are for, where the database keeps such words.
   *
   * @param ofTable null if there is nothing to say
   * @param ofColumns by the column's name
   */
  void comment(Table table, @Nullable String ofTable, Map<String, String> ofColumns)
      throws SQLException;

  /** What each pipeline has brought into a table, by its name. */
  Map<String, SchemaVersion> schemaVersions(Table.Name table) throws SQLException;

  /** Stores what a pipeline has brought into a table, in the open transaction. */
  void remember(String pipeline, Table.Name table, SchemaVersion version) throws SQLException;

  /** The type that this database uses for a wanted one; never one that holds fewer values. */
  ColumnType closest(ColumnType wanted);

  /** What its types hold of all values: others are refused before they are sent. */
  Limits limits();
}
