package io.sluice.connector.table.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.kafka.common.config.ConfigException;

/**
 * Whether a database compares a key as we do, character by character. A column that takes different
 * texts for one would let rows take each other's place, and nobody would be told.
 */
public final class ExactKey {
  private ExactKey() {}

  /**
   * Asks the database which of some texts it takes for one in that column.
   *
   * @param texts a query of rows of one text each, all different, as this database writes it
   * @param count how many these are
   * @throws ConfigException if it takes some for one
   */
  public static void require(
      Connection connection, Table table, String key, String texts, int count) throws SQLException {
    // A compound query compares as its first column does.
    String sql =
        "SELECT "
            + Sql.quote(key)
            + " FROM "
            + Sql.quote(table.name())
            + " WHERE 1 = 0 UNION "
            + texts;
    int different = 0;
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        different++;
      }
    }
    if (different != count) {
      throw refusal(table, key);
    }
  }

  /** That it takes different texts for one. */
  public static ConfigException refusal(Table table, String key) {
    return new ConfigException(
        "key column '"
            + key
            + "' of table "
            + table.name()
            + " takes different texts for one: its type or collation minds no upper and lower case,"
            + " or no blanks at the end. Rows of such keys would replace each other. Give the"
            + " column a type and collation that compare every character, leave the table to the"
            + " sink, or use mode append.");
  }
}
