package io.sluice.connector.postgres.catalog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * In which form a publication tells of tables.
 *
 * @param viaRoot whether changes of partitions are told as changes of the partitioned table
 * @param generated whether stored generated columns are told
 */
record Published(boolean viaRoot, boolean generated) {

  private static final int FIRST_VIA_ROOT = 13;
  private static final int FIRST_GENERATED = 18;

  /**
   * Asks the server.
   *
   * @param wantedViaRoot what a publication that does not exist yet will be like
   */
  static Published of(Connection connection, String publication, boolean wantedViaRoot)
      throws SQLException {
    int major = connection.getMetaData().getDatabaseMajorVersion();
    if (major < FIRST_VIA_ROOT) {
      return new Published(false, false);
    }
    String generated = major >= FIRST_GENERATED ? "pubgencols = 's'" : "false";
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT pubviaroot, " + generated + " FROM pg_publication WHERE pubname = ?")) {
      query.setString(1, publication);
      try (ResultSet row = query.executeQuery()) {
        return row.next()
            ? new Published(row.getBoolean(1), row.getBoolean(2))
            : new Published(wantedViaRoot, false);
      }
    }
  }
}
