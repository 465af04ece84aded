package io.sluice.connector.table.target;

import io.sluice.connector.table.config.TableSinkConfig;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;

/**
 * What keeps the sink from a database.
 *
 * @param setting which setting to correct
 * @param message what was expected and what to do; without secrets
 */
public record Problem(String setting, String message) {

  /**
   * A server gave no connection. Told by SQL state: the driver's message may repeat the URL, and
   * with it a password.
   */
  public static Problem unreachable(String product, SQLException e) {
    String state = String.valueOf(e.getSQLState());
    if (state.startsWith("28")) {
      return new Problem(
          TableSinkConfig.PASSWORD,
          "the server refused this user and password (SQL state " + state + ")");
    }
    if (state.equals("3D000")) {
      return new Problem(
          TableSinkConfig.URL, "names no database, or one that does not exist on that server");
    }
    return new Problem(
        TableSinkConfig.URL,
        "no "
            + product
            + " answers there (SQL state "
            + state
            + "). Check host and port, and that the server runs.");
  }

  /**
   * What is wrong with a database's file. It is not opened: the pipeline that is being checked may
   * be running and hold it.
   *
   * @param prefix of the URL, before the file's name
   */
  public static Optional<Problem> ofFile(String prefix, String url) {
    String file = url.substring(prefix.length());
    if (file.isEmpty() || file.startsWith(":memory:")) {
      return ofUrl(
          "expected a file, " + prefix + "warehouse.db; a database in memory would be lost");
    }
    try {
      Path path = Path.of(file).toAbsolutePath();
      Path folder = path.getParent();
      if (folder == null || !Files.isDirectory(folder)) {
        return ofUrl("the folder of the file does not exist. Make it.");
      }
      if (Files.isDirectory(path) || !Files.isWritable(Files.exists(path) ? path : folder)) {
        return ofUrl("the file cannot be written");
      }
      return Optional.empty();
    } catch (InvalidPathException e) {
      return ofUrl("not a path of this operating system");
    }
  }

  private static Optional<Problem> ofUrl(String message) {
    return Optional.of(new Problem(TableSinkConfig.URL, message));
  }
}
