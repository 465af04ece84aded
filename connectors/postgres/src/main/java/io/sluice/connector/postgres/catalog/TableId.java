package io.sluice.connector.postgres.catalog;

/**
 * A table's full name, as the server writes it (no quotes).
 *
 * @param schema the schema
 * @param table the table
 */
public record TableId(String schema, String table) implements Comparable<TableId> {

  @Override
  public int compareTo(TableId other) {
    int bySchema = schema.compareTo(other.schema);
    return bySchema != 0 ? bySchema : table.compareTo(other.table);
  }

  /** The name quoted for SQL. */
  public String sql() {
    return quote(schema) + "." + quote(table);
  }

  /** {@code schema.table}, the form that the include and exclude lists match. */
  @Override
  public String toString() {
    return schema + "." + table;
  }

  /** An identifier quoted for SQL. */
  public static String quote(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  /** A text quoted as an SQL literal. */
  public static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
