package io.sluice.connector.table.dialect;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A fresh target database of one dialect. */
public interface TargetUnderTest extends AutoCloseable {
  /** What the sink needs to reach it. */
  Map<String, String> config();

  Connection connect() throws SQLException;

  /** How the database names the type of a column. */
  String typeOf(String table, String column) throws SQLException;

  /** An expression: the elements of a list, joined by commas, with a dash for null. */
  String elements(String column);

  /** An expression: an element of a list, counted from one. */
  default String element(String list, int position) {
    return list + "[" + position + "]";
  }

  /** How values are read back; nothing while a dialect's types are not compared yet. */
  default Optional<TypeReadings> readings() {
    return Optional.empty();
  }

  /** The port in the address of {@link #config}; nothing where there is no server. */
  default OptionalInt port() {
    return OptionalInt.empty();
  }

  /** The family of types that it has instead of one, both named as in {@link EvolutionMatrix}. */
  default String familyInsteadOf(String family) {
    return family;
  }

  /** How the database writes midnight of the 15th of March of the year 44 before the first. */
  String idesOfMarch();

  /** A name as the database quotes it. */
  default String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** What the database says that a column is for; nothing where it keeps no such words. */
  List<String> commentOf(String table, String column) throws SQLException;

  /** How many characters of ASCII a name may have. */
  int longestName();

  /** Whether columns that differ in case only are two. */
  boolean columnCaseMatters();

  @Override
  void close();

  /** Rows as others see them, columns joined by a bar. */
  default List<String> rows(String query) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> all = new ArrayList<>();
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        StringBuilder line = new StringBuilder();
        for (int i = 1; i <= columns; i++) {
          line.append(i == 1 ? "" : "|").append(rows.getString(i));
        }
        all.add(line.toString());
      }
      return all;
    }
  }

  default void execute(String... statements) throws SQLException {
    try (Connection connection = connect()) {
      for (String sql : statements) {
        try (Statement statement = connection.createStatement()) {
          statement.execute(sql);
        }
      }
    }
  }
}
