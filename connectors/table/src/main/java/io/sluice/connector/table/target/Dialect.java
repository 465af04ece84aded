package io.sluice.connector.table.target;

import io.sluice.connector.table.config.DriverProperties;
import io.sluice.connector.table.config.TableSinkConfig;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * All that the sink knows of a database before it is open: which URLs mean it, what it makes of
 * names, how many may write, which settings go with it, how it is opened, and what its exceptions
 * mean. Holds no state. Any thread.
 */
public interface Dialect {

  /** What people call it. */
  String product();

  /** What its URLs begin with. */
  List<String> prefixes();

  /** Whether it is meant by the URL. */
  default boolean takes(String url) {
    return prefixes().stream().anyMatch(url::startsWith);
  }

  /**
   * What it makes of names.
   *
   * @throws SQLException if the database has to be asked and does not answer
   */
  NameRules names(TableSinkConfig config) throws SQLException;

  /** Why no more than one task may write, for people; empty where several may. */
  Optional<String> oneTask();

  /** Which properties its driver takes from the user. */
  DriverProperties properties();

  /**
   * What of the settings does not go with it, as far as that shows without opening anything.
   *
   * @return the first thing that is wrong
   */
  default Optional<Problem> unfit(TableSinkConfig config) {
    return Optional.empty();
  }

  /**
   * Whether it can be reached and written, looked at without changing anything in it.
   *
   * @return the first thing that is wrong
   */
  Optional<Problem> check(TableSinkConfig config);

  /**
   * Opens it.
   *
   * @throws SQLException if that fails; {@link #fault} says what it means
   */
  Target open(TableSinkConfig config) throws SQLException;

  /** What an exception of this database means, also where none was opened. */
  Fault fault(SQLException e);

  /**
   * What of an exception may be told, which no row is the reason of: by default all, right where it
   * is known that the driver's words repeat no value.
   */
  default SQLException told(SQLException e) {
    return e;
  }
}
