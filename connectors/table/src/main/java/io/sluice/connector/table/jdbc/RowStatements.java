package io.sluice.connector.table.jdbc;

import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.target.PartialRows;
import io.sluice.connector.table.value.ColumnType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Brings rows into one table by prepared statements, which are kept until the table changes. Used
 * by one thread.
 */
public final class RowStatements implements AutoCloseable {
  /** Rows handed to the driver at once: it keeps their values until they are executed. */
  private static final int BATCH = 500;

  private final Connection connection;
  private final Table table;
  private final UnaryOperator<String> quote;
  private final ValueBinder binder;
  private final int rowsAStatement;
  private final String or;
  private final String name;
  private final List<ColumnType> types;
  private final List<ColumnType> keyTypes;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  /**
   * Statements of one table.
   *
   * @param quote how the database quotes an identifier
   * @param rowsAStatement how many rows one {@code INSERT} may bring; 1 for a database of which
   *     only that is known
   * @param or what follows the verb of each change; may be empty
   */
  public RowStatements(
      Connection connection,
      Table table,
      UnaryOperator<String> quote,
      ValueBinder binder,
      int rowsAStatement,
      String or) {
    this.connection = connection;
    this.table = table;
    this.quote = quote;
    this.binder = binder;
    this.rowsAStatement = rowsAStatement;
    this.or = or;
    String schema = table.name().schema();
    name = (schema.isEmpty() ? "" : quote.apply(schema) + ".") + quote.apply(table.name().table());
    types = table.columns().stream().map(Table.Column::type).toList();
    keyTypes = table.key().stream().map(key -> types.get(table.indexOf(key))).toList();
  }

  /** Whether they are of this table as it is: the same columns of the same types, and key. */
  public boolean isFor(Table asItIs) {
    return table.equals(asItIs);
  }

  /** The table's name, quoted. */
  public String name() {
    return name;
  }

  /**
   * Inserts whole rows.
   *
   * @param suffix what follows the values in the statement; may be empty
   */
  public void insert(List<Row> rows, String suffix) throws SQLException {
    int whole = rowsAStatement == 1 ? 0 : rows.size() / rowsAStatement * rowsAStatement;
    if (whole > 0) {
      PreparedStatement many = prepared(insertion(rowsAStatement) + suffix);
      for (int from = 0; from < whole; from += rowsAStatement) {
        for (int i = 0; i < rowsAStatement; i++) {
          bind(many, i * types.size(), types, rows.get(from + i).present());
        }
        many.executeUpdate();
      }
    }
    batch(insertion(1) + suffix, types, rows.subList(whole, rows.size()), Row::present);
  }

  private String insertion(int rows) {
    String one = "(" + String.join(", ", Collections.nCopies(types.size(), "?")) + ")";
    return "INSERT"
        + or
        + " INTO "
        + name
        + " ("
        + Sql.list(table.columns(), column -> quote.apply(column.name()))
        + ") VALUES "
        + String.join(", ", Collections.nCopies(rows, one));
  }

  /** Deletes what is there under the keys of these rows. */
  public void delete(List<Row> rows) throws SQLException {
    batch(deletion(), keyTypes, rows, Row::key);
  }

  private String deletion() {
    return "DELETE FROM " + name + " WHERE " + sameKey();
  }

  /** Gives stored rows their new keys, or copies under them. */
  public void move(List<Row> moved, List<Row> copied) throws SQLException {
    for (Row row : moved) {
      move(row, row.from().key());
    }
    for (Row row : copied) {
      copy(row, row.from());
    }
  }

  private void copy(Row row, Row.Predecessor from) throws SQLException {
    if (from.ended() != Row.Predecessor.NONE) {
      String ended =
          from.ended() < 0
              ? ""
              : " AND " + quote.apply(table.columns().get(from.ended()).name()) + " IS NOT NULL";
      batch(deletion() + ended, keyTypes, List.of(row), Row::key);
    }
    PreparedStatement copy =
        prepared(
            "INSERT"
                + or
                + " INTO "
                + name
                + " ("
                + Sql.list(table.columns(), column -> quote.apply(column.name()))
                + ") SELECT "
                + Sql.list(
                    table.columns(),
                    column ->
                        table.key().contains(column.name()) ? "?" : quote.apply(column.name()))
                + " FROM "
                + name
                + " WHERE "
                + sameKey()
                + " AND NOT EXISTS "
                + underKey(""));
    int parameter = 0;
    for (Table.Column column : table.columns()) {
      int part = table.key().indexOf(column.name());
      if (part >= 0) {
        binder.bind(copy, ++parameter, column.type(), row.key()[part]);
      }
    }
    bind(copy, parameter, keyTypes, from.key());
    bind(copy, parameter + keyTypes.size(), keyTypes, row.key());
    copy.executeUpdate();
  }

  /** The query for a row that is there. */
  private String underKey(String condition) {
    return "(SELECT 1 FROM " + name + " WHERE " + sameKey() + condition + ")";
  }

  private void move(Row row, @Nullable Object[] from) throws SQLException {
    PreparedStatement overtaken =
        prepared(deletion() + " AND EXISTS " + underKey(" AND NOT (" + sameKey() + ")"));
    bind(overtaken, 0, keyTypes, from);
    bind(overtaken, keyTypes.size(), keyTypes, row.key());
    bind(overtaken, 2 * keyTypes.size(), keyTypes, from);
    if (overtaken.executeUpdate() > 0) {
      return; // It came before, and comes again.
    }
    PreparedStatement update =
        prepared(
            "UPDATE"
                + or
                + " "
                + name
                + " SET "
                + Sql.list(table.key(), key -> quote.apply(key) + " = ?")
                + " WHERE "
                + sameKey());
    bind(update, 0, keyTypes, row.key());
    bind(update, keyTypes.size(), keyTypes, from);
    update.executeUpdate();
  }

  /** Takes all rows out. */
  public void deleteAll() throws SQLException {
    prepared("DELETE FROM " + name).executeUpdate();
  }

  /** Changes all rows that are not marked; see {@link Row#marks}. */
  public void markAll(Row mark) throws SQLException {
    int[] changed = changed(mark.unchangedColumns());
    PreparedStatement update = prepared(setting(changed) + unmarked(mark));
    bindChanged(update, changed, mark);
    update.executeUpdate();
  }

  /**
   * Brings rows of which some columns stay as stored; one that is not there is inserted, unless it
   * only marks.
   */
  public void partial(List<Row> rows) throws SQLException {
    int missing = 0;
    for (Row row : rows) {
      if (!update(row) && row.marks() < 0) {
        insert(List.of(row), "");
        missing++;
      }
    }
    PartialRows.tellMissing(table, missing);
  }

  /**
   * Changes whole rows that are there.
   *
   * @return those that are not
   */
  public List<Row> update(List<Row> rows) throws SQLException {
    List<Row> missing = new ArrayList<>();
    int[] changed = changed(new BitSet());
    if (rows.isEmpty()) {
      return missing;
    }
    PreparedStatement update = prepared(updating(changed));
    try {
      for (int from = 0; from < rows.size(); from += BATCH) {
        List<Row> some = rows.subList(from, Math.min(from + BATCH, rows.size()));
        for (Row row : some) {
          bindUpdate(update, changed, row);
          update.addBatch();
        }
        int[] counts = update.executeBatch();
        for (int i = 0; i < counts.length; i++) {
          // A driver may not say how many rows a statement of a batch has changed: asked again.
          boolean there =
              counts[i] > 0 || counts[i] == Statement.SUCCESS_NO_INFO && update(some.get(i));
          if (!there) {
            missing.add(some.get(i));
          }
        }
      }
    } catch (SQLException e) {
      update.clearBatch();
      throw e;
    }
    return missing;
  }

  /**
   * Changes a row that is there.
   *
   * @return whether it was there
   */
  public boolean update(Row row) throws SQLException {
    int[] changed = changed(row.unchangedColumns());
    String unmarked = row.marks() < 0 ? "" : " AND " + unmarked(row);
    PreparedStatement update = prepared(updating(changed) + unmarked);
    bindUpdate(update, changed, row);
    return update.executeUpdate() > 0;
  }

  private String updating(int[] changed) {
    return setting(changed) + sameKey();
  }

  /** The statement that changes rows, to be followed by its condition. */
  private String setting(int[] changed) {
    // A statement that sets nothing still says whether the row is there.
    String sets =
        changed.length == 0
            ? quote.apply(table.key().get(0)) + " = " + quote.apply(table.key().get(0))
            : Sql.list(
                IntStream.of(changed).boxed().toList(),
                i -> quote.apply(table.columns().get(i).name()) + " = ?");
    return "UPDATE" + or + " " + name + " SET " + sets + " WHERE ";
  }

  private String unmarked(Row row) {
    return quote.apply(table.columns().get(row.marks()).name()) + " IS NULL";
  }

  private void bindUpdate(PreparedStatement update, int[] changed, Row row) throws SQLException {
    int parameter = bindChanged(update, changed, row);
    bind(update, parameter, keyTypes, row.key());
  }

  private int bindChanged(PreparedStatement update, int[] changed, Row row) throws SQLException {
    @Nullable Object[] values = row.present();
    int parameter = 0;
    for (int column : changed) {
      binder.bind(update, ++parameter, types.get(column), values[column]);
    }
    return parameter;
  }

  private int[] changed(BitSet unchanged) {
    return IntStream.range(0, types.size())
        .filter(i -> !unchanged.get(i) && !table.key().contains(table.columns().get(i).name()))
        .toArray();
  }

  private String sameKey() {
    return Sql.all(table.key(), key -> quote.apply(key) + " = ?");
  }

  private void batch(
      String sql, List<ColumnType> of, List<Row> rows, Function<Row, @Nullable Object[]> values)
      throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    PreparedStatement statement = prepared(sql);
    int waiting = 0;
    try {
      for (Row row : rows) {
        bind(statement, 0, of, values.apply(row));
        statement.addBatch();
        if (++waiting == BATCH) {
          statement.executeBatch();
          waiting = 0;
        }
      }
      if (waiting > 0) {
        statement.executeBatch();
      }
    } catch (SQLException e) {
      statement.clearBatch(); // The statement is used again, for a part of these rows.
      throw e;
    }
  }

  private void bind(
      PreparedStatement statement, int before, List<ColumnType> of, @Nullable Object[] values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      binder.bind(statement, before + i + 1, of.get(i), values[i]);
    }
  }

  private PreparedStatement prepared(String sql) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    return statement;
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement statement : prepared.values()) {
      statement.close();
    }
    prepared.clear();
  }
}
