package io.sluice.connector.table.mysql;

import io.sluice.connector.table.row.Batch;
import io.sluice.connector.table.row.KeyMoves;
import io.sluice.connector.table.row.KeyOrder;
import io.sluice.connector.table.row.Part;
import io.sluice.connector.table.row.PartialRows;
import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.target.Attempt;
import io.sluice.connector.table.value.ColumnType;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How one table is written: rows that their source has just made go straight in, and only if that
 * does not go well do they take the longer way of all others, over a temporary table.
 */
final class MySqlLoad {
  private static final String ROWS = "\"_sluice_rows\"";
  private static final String KEYS = "\"_sluice_keys\"";
  private static final String MOVES = "\"_sluice_moves\"";

  private final Connection connection;
  private final MySqlRows out;
  private final Table table;

  /** The table's columns that are there: one may be gone since a batch was made. */
  private final List<Table.Column> columns;

  /** Where their values are in a row. */
  private final int[] positions;

  private final String name;
  private final Map<String, MySqlTables.Described> described;

  private final Indexes indexes;

  /** Key columns whose collation takes different texts for one. */
  private final Set<String> vague;

  /** Whether the server keeps the key unique. */
  private boolean unique;

  /**
   * Whether a conflict can only be one of the key: the server's own upsert would change any row
   * that conflicts in whatever, and with a vague collation another key's.
   */
  private boolean upserts;

  private final MySqlExact exact;

  private boolean looked;
  private boolean merging;

  /** The indexes of the table. */
  interface Indexes {

    /** Sets of columns that the server keeps unique. */
    Set<Set<String>> unique() throws SQLException;
  }

  /**
   * A load of one table.
   *
   * @param catalog the columns as the server describes them
   * @param indexes reads which sets of columns the server keeps unique
   * @param collation the one that tells all texts apart
   */
  MySqlLoad(
      Connection connection,
      MySqlRows out,
      Table table,
      List<MySqlTables.Described> catalog,
      Indexes indexes,
      String collation) {
    this.connection = connection;
    this.out = out;
    this.table = table;
    name = Sql.quote(table.name());
    described =
        catalog.stream().collect(Collectors.toMap(MySqlTables.Described::name, column -> column));
    positions =
        IntStream.range(0, table.columns().size())
            .filter(i -> described.containsKey(table.columns().get(i).name()))
            .toArray();
    columns = Arrays.stream(positions).mapToObj(table.columns()::get).toList();
    vague =
        table.key().stream()
            .filter(key -> typeOfKey(key).kind() != ColumnType.Kind.UUID)
            .filter(key -> isVague(described.get(key), collation))
            .collect(Collectors.toSet());
    this.indexes = indexes;
    exact = new MySqlExact(columns, described::get);
  }

  private ColumnType typeOfKey(String key) {
    return table.columns().get(table.indexOf(key)).type();
  }

  private static boolean isVague(MySqlTables.@Nullable Described column, String collation) {
    String its = column == null ? null : column.collation();
    return its != null && !its.equals(collation);
  }

  private @Nullable Object[] values(Row row) {
    @Nullable Object[] all = row.present();
    if (positions.length == all.length) {
      return all;
    }
    @Nullable Object[] present = new Object[positions.length];
    for (int i = 0; i < present.length; i++) {
      present[i] = all[positions[i]];
    }
    return present;
  }

  /** The table as this load knows it. */
  Table table() {
    return table;
  }

  /** A new transaction begins: what was found in the last one may be over. */
  void committed() {
    merging = false;
    looked = false;
  }

  /**
   * Looks which indexes there are, once a transaction and after it has the table: nobody adds or
   * drops one from then on until it ends. With an older answer a row would replace another one that
   * has the same value under a new unique index.
   *
   * <p>To be called outside of any savepoint that may be rolled back to, which gives back what was
   * locked behind it.
   */
  void look() throws SQLException {
    if (looked || table.key().isEmpty()) {
      return;
    }
    Sql.execute(connection, "SELECT 1 FROM " + name + " LIMIT 0");
    Set<Set<String>> uniques = indexes.unique();
    unique = uniques.contains(Set.copyOf(table.key()));
    // A column that no row brings and that must have a value forbids even to try an insert.
    upserts = unique && uniques.size() == 1 && vague.isEmpty() && table.needed().isEmpty();
    looked = true;
  }

  /** Applies rows, behind {@link #look}. */
  void apply(List<Row> rows) throws SQLException {
    exact.require(rows, this::values);
    if (table.key().isEmpty()) {
      out.write(name, columns, rows, this::values);
      return;
    }
    boolean shortWay = unique && !merging && table.needed().isEmpty();
    List<Row> fresh = new ArrayList<>();
    List<Row> others = new ArrayList<>();
    for (Row row : rows) {
      boolean likelyNew = shortWay && row.isLikelyNew();
      (likelyNew ? fresh : others).add(row);
    }
    if (!others.isEmpty()) {
      // First: a row that leaves may hold a value that another index keeps unique.
      merge(others);
    }
    if (!fresh.isEmpty() && !appended(fresh)) {
      merge(fresh);
    }
  }

  /** Tries the short way; false if some row did not go in as it is, with nothing done. */
  private boolean appended(List<Row> rows) throws SQLException {
    boolean appended =
        new Attempt(connection, "append", MySqlLoad::mayMerge)
            .succeeds(() -> out.write(name, columns, rows, this::values));
    merging = !appended; // A snapshot that is read again meets its rows in every batch.
    return appended;
  }

  private static boolean mayMerge(SQLException e) {
    return e.getErrorCode() == MySqlTrouble.DUPLICATE_KEY || e instanceof SQLDataException;
  }

  private void merge(List<Row> rows) throws SQLException {
    Batch batch = Batch.of(rows);
    move(batch.moved(), batch.copied());
    if (!batch.deletes().isEmpty()) {
      deleteByKey(batch.deletes(), "");
    }
    if (!batch.whole().isEmpty()) {
      upsert(batch.whole());
    }
    for (Map.Entry<Part, List<Row>> group : batch.partial().entrySet()) {
      Part part = group.getKey();
      stageRows();
      out.write(ROWS, columns, group.getValue(), this::values);
      update(changed(part.unchanged()), sameKey(), part);
      if (part.marks() < 0) {
        PartialRows.tellMissing(table, insertMissing());
      }
    }
  }

  /** Marks all rows that are not marked. */
  void markAll(Row mark) throws SQLException {
    exact.require(List.of(mark), this::values);
    stageRows();
    out.write(ROWS, columns, List.of(mark), this::values);
    Part part = Part.of(mark);
    update(changed(part.unchanged()), "TRUE", part);
  }

  /** Gives stored rows their new keys, or copies, so that they are found under them. */
  private void move(List<Row> moved, List<Row> copied) throws SQLException {
    if (!moved.isEmpty()) {
      rename(moved);
    }
    if (!copied.isEmpty()) {
      deleteByKey(copied, KeyMoves.ended(table, copied));
      copy(copied);
    }
  }

  private void copy(List<Row> rows) throws SQLException {
    List<Table.Column> moves = stageMoves(rows);
    int width = table.key().size();
    out.update(
        "INSERT INTO "
            + name
            + " ("
            + Sql.list(columns, column -> Sql.quote(column.name()))
            + ") SELECT "
            + Sql.list(
                columns,
                column -> {
                  int part = table.key().indexOf(column.name());
                  return part < 0
                      ? "t." + Sql.quote(column.name())
                      : "s." + Sql.quote(moves.get(part + width).name());
                })
            + " FROM "
            + MOVES
            + " AS s STRAIGHT_JOIN "
            + name
            + " AS t ON "
            + sameKey("t", moves.subList(0, width))
            + " LEFT JOIN "
            + name
            + " AS x ON "
            + sameKey("x", moves.subList(width, 2 * width))
            + " WHERE x."
            + Sql.quote(table.key().get(0))
            + " IS NULL");
  }

  private List<Table.Column> stageMoves(List<Row> rows) throws SQLException {
    List<Table.Column> moves = KeyMoves.columns(table);
    List<String> twice = new ArrayList<>(table.key());
    twice.addAll(table.key());
    stage(MOVES, moves, twice);
    out.write(MOVES, moves, rows, Row::move);
    return moves;
  }

  /** That a row has the key in these staged columns. */
  private String sameKey(String of, List<Table.Column> staged) {
    return Sql.all(
        IntStream.range(0, table.key().size()).boxed().toList(),
        i -> same(of, table.key().get(i), staged.get(i).name()));
  }

  private void rename(List<Row> rows) throws SQLException {
    List<Table.Column> moves = stageMoves(rows);
    int width = table.key().size();
    String sameOldKey = sameKey("t", moves.subList(0, width));
    // Those whose new keys are there already: changes come again, behind what they have led to.
    out.update(
        "DELETE t FROM "
            + MOVES
            + " AS s STRAIGHT_JOIN "
            + name
            + " AS x ON "
            + sameKey("x", moves.subList(width, 2 * width))
            + " STRAIGHT_JOIN "
            + name
            + " AS t ON "
            + sameOldKey
            + " WHERE NOT ("
            + sameKey("x", moves.subList(0, width))
            + ")");
    out.update(
        "UPDATE "
            + MOVES
            + " AS s STRAIGHT_JOIN "
            + name
            + " AS t ON "
            + sameOldKey
            + " SET "
            + Sql.list(
                IntStream.range(0, width).boxed().toList(),
                i ->
                    "t."
                        + Sql.quote(table.key().get(i))
                        + " = s."
                        + Sql.quote(moves.get(i + width).name())));
  }

  private void deleteByKey(List<Row> rows, String condition) throws SQLException {
    List<Table.Column> key =
        table.key().stream().map(column -> table.columns().get(table.indexOf(column))).toList();
    if (MySqlRows.few(rows)
        && condition.isEmpty()
        && vague.isEmpty()
        && key.stream().allMatch(column -> MySqlRows.comparesExactly(column.type()))) {
      out.delete(name, key, rows);
      return;
    }
    stage(KEYS, key, table.key());
    out.write(KEYS, key, KeyOrder.of(rows), Row::key);
    out.update(
        "DELETE t FROM "
            + KEYS
            + " AS s STRAIGHT_JOIN "
            + name
            + " AS t ON "
            + sameKey()
            + condition);
  }

  private void upsert(List<Row> rows) throws SQLException {
    List<Table.Column> changed = changed(new BitSet());
    if (upserts && MySqlRows.few(rows)) {
      out.insert(name, columns, rows, this::values, onDuplicate(changed));
      return;
    }
    stageRows();
    out.write(ROWS, columns, KeyOrder.of(rows), this::values);
    if (upserts) {
      out.update("INSERT INTO " + name + " " + selectStaged() + onDuplicate(changed));
      return;
    }
    if (!unique && !table.isShared()) {
      out.update("DELETE t FROM " + ROWS + " AS s STRAIGHT_JOIN " + name + " AS t ON " + sameKey());
    } else {
      update(changed, sameKey(), Part.whole());
    }
    insertMissing();
  }

  /** Columns that an update of a row changes. */
  private List<Table.Column> changed(BitSet unchanged) {
    return Arrays.stream(positions)
        .filter(i -> !unchanged.get(i))
        .mapToObj(table.columns()::get)
        .filter(column -> !table.key().contains(column.name()))
        .toList();
  }

  private String onDuplicate(List<Table.Column> changed) {
    // A column set to itself: the row is there and stays.
    List<String> sets =
        changed.isEmpty()
            ? List.of(Sql.quote(table.key().get(0)))
            : changed.stream().map(column -> Sql.quote(column.name())).toList();
    return " ON DUPLICATE KEY UPDATE "
        + Sql.list(sets, column -> column + " = VALUES(" + column + ")");
  }

  private void update(List<Table.Column> changed, String where, Part part) throws SQLException {
    if (!changed.isEmpty()) {
      out.update(
          "UPDATE "
              + ROWS
              + " AS s STRAIGHT_JOIN "
              + name
              + " AS t ON "
              + where
              + " SET "
              + Sql.list(
                  changed,
                  column -> "t." + Sql.quote(column.name()) + " = s." + Sql.quote(column.name()))
              + " WHERE TRUE"
              + part.unmarked(table));
    }
  }

  private int insertMissing() throws SQLException {
    String missing = " WHERE NOT EXISTS (SELECT 1 FROM " + name + " AS t WHERE " + sameKey() + ")";
    if (!table.needed().isEmpty() && !isAny("SELECT 1 FROM " + ROWS + " AS s" + missing)) {
      return 0; // The server would refuse the statement, also for no row.
    }
    return out.update("INSERT INTO " + name + " " + selectStaged() + missing);
  }

  private boolean isAny(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query + " LIMIT 1")) {
      return rows.next();
    }
  }

  private String selectStaged() {
    return "("
        + Sql.list(columns, column -> Sql.quote(column.name()))
        + ") SELECT "
        + Sql.list(columns, column -> "s." + Sql.quote(column.name()))
        + " FROM "
        + ROWS
        + " AS s";
  }

  private String sameKey() {
    return Sql.all(table.key(), key -> same("t", key, key));
  }

  /** The table's column has the value of the staged one, by every byte of it. */
  private String same(String of, String column, String staged) {
    String here = of + "." + Sql.quote(column);
    String there = "s." + Sql.quote(staged);
    String equal = here + " = " + there;
    return vague.contains(column)
        ? equal + " AND CAST(" + here + " AS BINARY) = CAST(" + there + " AS BINARY)"
        : equal;
  }

  private void stageRows() throws SQLException {
    stage(ROWS, columns, columns.stream().map(Table.Column::name).toList());
  }

  /**
   * Makes a temporary table, with the types of the table: no value is judged differently there.
   *
   * @param originals the table's column of each staged one
   */
  private void stage(String staging, List<Table.Column> staged, List<String> originals)
      throws SQLException {
    out.stage(
        staging,
        IntStream.range(0, staged.size())
            .mapToObj(
                i -> Sql.quote(staged.get(i).name()) + " " + typeOf(originals.get(i)) + " NULL")
            .toList());
  }

  private String typeOf(String column) {
    MySqlTables.Described there = described.get(column);
    if (there == null) {
      throw new IllegalStateException("column '" + column + "' of " + table.name() + " is gone");
    }
    return there.fullType();
  }
}
