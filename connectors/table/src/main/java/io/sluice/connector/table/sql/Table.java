package io.sluice.connector.table.sql;

import io.sluice.connector.table.value.ColumnType;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table as the target has it.
 *
 * @param name where it is
 * @param columns that rows bring values for, in the order of the table
 * @param key names of the columns that identify a row; empty for a table that is only appended to
 * @param others columns that no statement names, in the order of the table: they are the database's
 *     to compute, or its user's to fill
 * @param keyPending whether the table is being filled for the first time and gets its key when that
 *     is through: until then rows are only appended, and one key may be there twice
 */
public record Table(
    Name name, List<Column> columns, List<String> key, List<Column> others, boolean keyPending) {

  public Table {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
    others = List.copyOf(others);
  }

  /** A table that has its key. */
  public Table(Name name, List<Column> columns, List<String> key, List<Column> others) {
    this(name, columns, key, others, false);
  }

  /** A table of these columns, all written but what the database computes. */
  public Table(Name name, Collection<Column> columns, List<String> key) {
    this(
        name,
        columns.stream().filter(column -> !column.isComputed()).toList(),
        key,
        columns.stream().filter(Column::isComputed).toList());
  }

  /**
   * Where a table is.
   *
   * @param schema the schema; empty for the connection's default one
   * @param table the table, unquoted
   */
  public record Name(String schema, String table) {
    @Override
    public String toString() {
      return schema.isEmpty() ? table : schema + "." + table;
    }
  }

  /**
   * One column.
   *
   * @param name unquoted, in the spelling of the database
   * @param type what it holds
   * @param nullable whether it may be without a value
   * @param filling what comes into it where a row does not name it
   */
  public record Column(String name, ColumnType type, boolean nullable, Filling filling) {

    /** One into which nothing comes by itself. */
    public Column(String name, ColumnType type, boolean nullable) {
      this(name, type, nullable, Filling.NOTHING);
    }

    public Column withType(ColumnType changed) {
      return new Column(name, changed, nullable, filling);
    }

    public Column relaxed() {
      return new Column(name, type, true, filling);
    }

    public boolean isComputed() {
      return filling == Filling.COMPUTED;
    }

    private boolean isNeeded() {
      return !nullable && filling == Filling.NOTHING;
    }
  }

  /** What a database puts into a column of which a new row says nothing. */
  public enum Filling {
    NOTHING,
    /** A default, or a number that it counts itself; a row may say another value. */
    DEFAULT,
    /** What it computes from other columns; no row may say anything. */
    COMPUTED
  }

  /** Position of the column of that name, or -1. */
  public int indexOf(String column) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(column)) {
        return i;
      }
    }
    return -1;
  }

  /** The same table, keyed by these columns. */
  public Table withKey(List<String> columnsOfKey) {
    return new Table(name, columns, columnsOfKey, others, keyPending);
  }

  /** The same table, keyed as another one is. */
  public Table keyedAs(Table other) {
    return new Table(name, columns, other.key, others, other.keyPending);
  }

  /** The same table, which is yet to get its key or has it. */
  public Table withKeyPending(boolean pending) {
    return new Table(name, columns, key, others, pending);
  }

  /** The same table, of whose columns only these are written, as far as they can be. */
  public Table writing(Set<String> written) {
    List<Column> all = Stream.concat(columns.stream(), others.stream()).toList();
    return new Table(
        name,
        all.stream().filter(c -> written.contains(c.name()) && !c.isComputed()).toList(),
        key,
        all.stream().filter(c -> !written.contains(c.name()) || c.isComputed()).toList(),
        keyPending);
  }

  /** Whether the database has the columns that it had when this was learnt, in their order. */
  public boolean isStill(Table asItIs) {
    Set<String> written = columns.stream().map(Column::name).collect(Collectors.toSet());
    Table now = asItIs.writing(written);
    return now.columns.equals(columns) && now.others.equals(others);
  }

  /** Whether rows have values that are not the records', so that none may be deleted to be new. */
  public boolean isShared() {
    // Asked for each row, and mostly there are none.
    return !others.isEmpty() && !others.stream().allMatch(Column::isComputed);
  }

  /** Columns without which the database takes no new row, and that no row brings. */
  public List<String> needed() {
    return others.stream().filter(Column::isNeeded).map(Column::name).toList();
  }
}
