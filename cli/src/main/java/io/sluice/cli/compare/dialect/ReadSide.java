package io.sluice.cli.compare.dialect;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** A database whose rows can be read one by one. Used by one thread at a time. */
public interface ReadSide extends Side {

  /**
   * A column as the driver describes it.
   *
   * @param type the database's name of its type
   * @param code of {@link java.sql.Types}
   * @param size its digits or characters
   * @param scale digits behind the point
   */
  record Described(String name, String type, int code, int size, int scale) {}

  /**
   * The columns of a table, in its order; none if there is no such table.
   *
   * @param schema empty for the connection's own
   */
  List<Described> described(String schema, String table) throws SQLException;

  /** Sets a statement's parameters. */
  interface Parameters {
    void set(PreparedStatement statement) throws SQLException;
  }

  /** Takes the row on which the result stands. */
  interface Visitor {
    void visit(ResultSet row) throws SQLException;
  }

  /**
   * Reads rows, of which it holds few at a time.
   *
   * @throws SQLException when the database refuses it or cannot be reached
   */
  void read(String sql, Parameters parameters, Visitor visitor) throws SQLException;
}
