package io.sluice.connector.table.mysql;

import io.sluice.connector.table.row.KeyOrder;
import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.KeyMoves;
import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.value.ColumnType;
import io.sluice.connector.table.version.VersionQuery;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Temporary tables that rows of one table are loaded into, and the parts of statements that read
 * them, under the name {@code s}, beside the table, {@code t}. They have the types of the table: no
 * value is judged differently there. Used by one thread.
 */
final class MySqlStaging {
  static final String ROWS = "\"_sluice_rows\"";
  static final String KEYS = "\"_sluice_keys\"";
  static final String MOVES = "\"_sluice_moves\"";
  static final String PROBES = "\"_sluice_probes\"";

  private final MySqlRows out;
  private final Table table;
  private final Map<String, MySqlTables.Described> described;

  /** The table's columns that are there: one may be gone since a batch was made. */
  private final List<Table.Column> columns;

  /** Where their values are in a row. */
  private final int[] positions;

  /** Key columns whose collation takes different texts for one. */
  private final Set<String> vague;

  private final MySqlExact exact;

  /**
   * For one table.
   *
   * @param catalog the columns as the server describes them
   * @param collation the one that tells all texts apart
   */
  MySqlStaging(MySqlRows out, Table table, List<MySqlTables.Described> catalog, String collation) {
    this.out = out;
    this.table = table;
    described =
        catalog.stream()
            .collect(Collectors.toMap(MySqlTables.Described::name, Function.identity()));
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
    exact = new MySqlExact(columns, described::get);
  }

  private ColumnType typeOfKey(String key) {
    return table.columns().get(table.indexOf(key)).type();
  }

  private static boolean isVague(MySqlTables.@Nullable Described column, String collation) {
    String its = column == null ? null : column.collation();
    return its != null && !its.equals(collation);
  }

  /** The table's columns that are there. */
  List<Table.Column> columns() {
    return columns;
  }

  /** The columns of its key. */
  List<Table.Column> key() {
    return table.key().stream().map(key -> table.columns().get(table.indexOf(key))).toList();
  }

  /** A row's values of the {@link #columns}. */
  @Nullable Object[] values(Row row) {
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

  /** Refuses values that the server would keep as others without a word. */
  void requireExact(List<Row> rows) throws SQLException {
    exact.require(rows, this::values);
  }

  /** Whether the server's own comparison may take different keys for one. */
  boolean isKeyVague() {
    return !vague.isEmpty();
  }

  /** Brings whole rows into {@link #ROWS}. */
  void fillRows(List<Row> rows) throws SQLException {
    make(ROWS, columns, columns);
    out.write(ROWS, columns, rows, this::values);
  }

  /** Brings the rows' keys into {@link #KEYS}. */
  void fillKeys(List<Row> rows) throws SQLException {
    List<Table.Column> key = key();
    make(KEYS, key, key);
    out.write(KEYS, key, KeyOrder.of(rows), Row::key);
  }

  /**
   * Brings old and new keys into {@link #MOVES}.
   *
   * @return its columns: the old key, then the new one
   */
  List<Table.Column> fillMoves(List<Row> rows) throws SQLException {
    List<Table.Column> moves = KeyMoves.columns(table);
    List<Table.Column> originals = new ArrayList<>(key());
    originals.addAll(key());
    make(MOVES, moves, originals);
    out.write(MOVES, moves, rows, Row::move);
    return moves;
  }

  /** Brings what versions are asked for into {@link #PROBES}. */
  void fillProbes(VersionQuery query) throws SQLException {
    List<Table.Column> probes = query.columns();
    // Here already: rounded, a change would look like what is stored, and be left out.
    new MySqlExact(probes, described::get).require(query.rows(), Row::present);
    List<String> definitions = new ArrayList<>();
    definitions.add(Sql.quote(probes.get(0).name()) + " int NULL"); // The probe's number.
    for (Table.Column column : probes.subList(1, probes.size())) {
      definitions.add(definition(column, column));
    }
    out.stage(PROBES, definitions);
    out.write(PROBES, probes, query.rows(), Row::present);
  }

  /**
   * Makes a temporary table.
   *
   * @param originals the table's column of each staged one
   */
  private void make(String staging, List<Table.Column> staged, List<Table.Column> originals)
      throws SQLException {
    out.stage(
        staging,
        IntStream.range(0, staged.size())
            .mapToObj(i -> definition(staged.get(i), originals.get(i)))
            .toList());
  }

  private String definition(Table.Column staged, Table.Column original) {
    return Sql.quote(staged.name()) + " " + described(original).fullType() + " NULL";
  }

  private MySqlTables.Described described(Table.Column column) {
    MySqlTables.Described there = described.get(column.name());
    if (there == null) {
      throw new IllegalStateException(
          "column '" + column.name() + "' of " + table.name() + " is gone");
    }
    return there;
  }

  /** The statement that inserts the staged rows, to be followed by conditions. */
  String insert() {
    return "INSERT INTO "
        + Sql.quote(table.name())
        + " ("
        + Sql.list(columns, column -> Sql.quote(column.name()))
        + ") SELECT "
        + Sql.list(columns, column -> "s." + Sql.quote(column.name()))
        + " FROM "
        + ROWS
        + " AS s";
  }

  /** That a row of the table has the key of a staged one. */
  String sameKey() {
    return sameKey("t", key());
  }

  /**
   * That a row has the key in these staged columns.
   *
   * @param of what the table is called
   */
  String sameKey(String of, List<Table.Column> staged) {
    return Sql.all(
        IntStream.range(0, table.key().size()).boxed().toList(),
        i -> sameKey(of, table.key().get(i), staged.get(i).name()));
  }

  /** That a column of the table's key has the staged value, by every byte of it. */
  String sameKey(String of, String column, String staged) {
    String here = of + "." + Sql.quote(column);
    String there = "s." + Sql.quote(staged);
    String equal = here + " = " + there;
    return vague.contains(column) ? equal + " AND " + binary(here) + " = " + binary(there) : equal;
  }

  /** That a column has the staged value, by every byte of it, or neither has one. */
  String sameValue(Table.Column column) {
    String here = "t." + Sql.quote(column.name());
    String there = "s." + Sql.quote(column.name());
    return described(column).collation() == null
        ? here + " <=> " + there
        : binary(here) + " <=> " + binary(there);
  }

  private static String binary(String expression) {
    return "CAST(" + expression + " AS BINARY)";
  }
}
