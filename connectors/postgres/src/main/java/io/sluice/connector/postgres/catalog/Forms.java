package io.sluice.connector.postgres.catalog;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The forms of tables as the catalog's rows tell them, before filters and types. Asks for many at
 * once, as the server plans its answer for as long as it takes it to find twenty tables. Used by
 * one thread.
 */
final class Forms {

  /** A domain can forbid NULL. Debezium's schemas have no defaults of columns of domains. */
  private static final String COLUMNS =
      """
      SELECT a.attrelid::int8, a.attname, a.atttypid::int8, a.atttypmod,
        a.attnotnull OR t.typtype = 'd' AND t.typnotnull,
        CASE WHEN a.attgenerated = '' AND t.typtype <> 'd' THEN pg_get_expr(d.adbin, d.adrelid) END,
        format_type(a.atttypid, a.atttypmod),
        t.typname, col_description(a.attrelid, a.attnum)
      FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
      WHERE a.attrelid = ANY (?::oid[]) AND a.attnum > 0 AND NOT a.attisdropped
        AND (a.attgenerated = '' OR a.attgenerated = 's' AND ?)
      ORDER BY a.attrelid, a.attnum\
      """;

  /**
   * The primary key first, else the first unique index by name, as Debezium has it, over plain NOT
   * NULL columns.
   */
  private static final String KEYS =
      """
      SELECT DISTINCT ON (i.indrelid) i.indrelid::int8, array_agg(a.attname ORDER BY k.ord)::text[]
      FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
        CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, ord)
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
      WHERE i.indrelid = ANY (?::oid[]) AND i.indisunique AND i.indisvalid AND i.indpred IS NULL
        AND i.indexprs IS NULL AND k.ord <= i.indnkeyatts
      GROUP BY i.indrelid, i.indexrelid, i.indisprimary, x.relname
      HAVING bool_and(a.attnotnull)
      ORDER BY i.indrelid, i.indisprimary DESC, x.relname\
      """;

  private final Connection connection;
  private final Map<Integer, Form> ahead = new HashMap<>();

  /**
   * A table's form.
   *
   * @param columns in the table's order
   * @param identity names of the columns of the primary key, or of a unique index without NULLs;
   *     empty for none
   */
  record Form(List<Attribute> columns, List<String> identity) {

    static final Form NONE = new Form(List.of(), List.of());
  }

  /**
   * A column.
   *
   * @param type number of its type
   * @param defaultExpression as the server prints it, null for none
   * @param written its type as SQL has it, with its modifier
   * @param typeName the type's own name
   */
  record Attribute(
      String name,
      int type,
      int typmod,
      boolean notNull,
      @Nullable String defaultExpression,
      String written,
      String typeName,
      @Nullable String comment) {}

  Forms(Connection connection) {
    this.connection = connection;
  }

  boolean has(int table) {
    return ahead.containsKey(table);
  }

  /** Reads tables that will be asked for soon, and forgets those that were read before. */
  void foresee(Collection<Integer> tables, boolean generated) throws SQLException {
    ahead.clear();
    ahead.putAll(read(tables, generated));
  }

  /** A table's form, {@link Form#NONE} when there is no such table. Forgets what it knew of it. */
  Form take(int table, boolean generated) throws SQLException {
    Form known = ahead.remove(table);
    return known != null ? known : read(List.of(table), generated).getOrDefault(table, Form.NONE);
  }

  private Map<Integer, Form> read(Collection<Integer> tables, boolean generated)
      throws SQLException {
    Array numbers =
        connection.createArrayOf("int8", tables.stream().map(Integer::toUnsignedLong).toArray());
    Map<Integer, List<String>> keys = keys(numbers);
    Map<Integer, Form> forms = new HashMap<>();
    try (PreparedStatement query = connection.prepareStatement(COLUMNS)) {
      query.setArray(1, numbers);
      query.setBoolean(2, generated);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          forms
              .computeIfAbsent(
                  (int) row.getLong(1),
                  table -> new Form(new ArrayList<>(), keys.getOrDefault(table, List.of())))
              .columns()
              .add(
                  new Attribute(
                      row.getString(2),
                      (int) row.getLong(3),
                      row.getInt(4),
                      row.getBoolean(5),
                      row.getString(6),
                      row.getString(7),
                      row.getString(8),
                      row.getString(9)));
        }
      }
    }
    return forms;
  }

  private Map<Integer, List<String>> keys(Array tables) throws SQLException {
    Map<Integer, List<String>> keys = new HashMap<>();
    try (PreparedStatement query = connection.prepareStatement(KEYS)) {
      query.setArray(1, tables);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          keys.put((int) row.getLong(1), List.of((String[]) row.getArray(2).getArray()));
        }
      }
    }
    return keys;
  }
}
