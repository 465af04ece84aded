package io.sluice.cli.compare.dialect;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One of the two databases, for reading. Used by one thread at a time. */
public interface Side {

  /** How this database writes what is asked of it. */
  Dialect dialect();

  /**
   * The rows of one query, whose columns are all text.
   *
   * @throws SQLException when the database refuses it or cannot be reached
   */
  List<List<@Nullable String>> rows(String sql) throws SQLException;
}
