package io.sluice.connector.table.jdbc;

import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.target.NameRules;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * What a database says of itself through its driver.
 *
 * @param product its name and version, for people
 * @param types those that it has, in its own order
 * @param names what it makes of names that are quoted
 * @param savepoints whether a part of a transaction can be undone
 * @param ddlCommits whether a change of a table ends the transaction
 */
record JdbcDatabase(
    String product, List<Type> types, NameRules names, boolean savepoints, boolean ddlCommits) {

  /**
   * A type of the database.
   *
   * @param name how it is written
   * @param code of {@link java.sql.Types}
   * @param size most digits, characters or bytes
   * @param parameters what may stand in brackets behind the name; empty if nothing
   * @param mostScale most digits behind the point, or of a second
   * @param unsigned whether it takes no number below zero, as far as the driver says
   * @param counting whether its columns may give themselves numbers: so may plain whole numbers of
   *     some databases, of others only types of that use
   */
  record Type(
      String name,
      int code,
      long size,
      String parameters,
      int mostScale,
      boolean unsigned,
      boolean counting) {}

  JdbcDatabase {
    types = List.copyOf(types);
  }

  static Connection connect(TableSinkConfig config) throws SQLException {
    Driver driver =
        Drivers.of(config.url())
            .orElseThrow(() -> new ConnectException(Drivers.missing(config.url())));
    Properties properties = new Properties();
    properties.putAll(config.driverProperties());
    if (!config.user().isEmpty()) {
      properties.setProperty("user", config.user());
    }
    if (!config.password().value().isEmpty()) {
      properties.setProperty("password", config.password().value());
    }
    Connection connection = driver.connect(config.url(), properties);
    if (connection == null) {
      throw new ConnectException(Drivers.missing(config.url()));
    }
    return connection;
  }

  /**
   * Asks it.
   *
   * @throws ConnectException where the sink could not keep its promises there
   */
  static JdbcDatabase of(Connection connection) throws SQLException {
    DatabaseMetaData metadata = connection.getMetaData();
    String product = metadata.getDatabaseProductName() + " " + metadata.getDatabaseMajorVersion();
    if (!metadata.supportsTransactions() || metadata.dataDefinitionIgnoredInTransactions()) {
      throw new ConnectException(
          product + " has no transactions, without which no row can be written exactly once");
    }
    if (!"\"".equals(metadata.getIdentifierQuoteString())) {
      throw new ConnectException(
          product + " does not quote names as standard SQL does, and has no dialect here");
    }
    List<Type> types = new ArrayList<>();
    try (ResultSet rows = metadata.getTypeInfo()) {
      while (rows.next()) {
        String parameters = rows.getString("CREATE_PARAMS");
        types.add(
            new Type(
                rows.getString("TYPE_NAME"),
                rows.getInt("DATA_TYPE"),
                rows.getLong("PRECISION"),
                parameters == null ? "" : parameters,
                rows.getInt("MAXIMUM_SCALE"),
                rows.getBoolean("UNSIGNED_ATTRIBUTE"),
                rows.getBoolean("AUTO_INCREMENT")));
      }
    }
    return new JdbcDatabase(
        product,
        types,
        names(metadata),
        metadata.supportsSavepoints(),
        metadata.dataDefinitionCausesTransactionCommit());
  }

  /**
   * What it makes of names that are quoted. A length of nothing is one that the driver does not
   * know: what is too long is refused then when it is made, as databases do that do not cut.
   */
  static NameRules names(DatabaseMetaData metadata) throws SQLException {
    boolean caseMatters = metadata.supportsMixedCaseQuotedIdentifiers();
    int longest = Integer.MAX_VALUE;
    for (int limit :
        new int[] {metadata.getMaxTableNameLength(), metadata.getMaxColumnNameLength()}) {
      longest = limit > 0 ? Math.min(longest, limit) : longest;
    }
    return new NameRules(caseMatters, caseMatters, longest, false);
  }

  /** What is not as with a dialect of its own, for the log. */
  String shortcomings() {
    return "There is no dialect for "
        + product
        + ": rows are inserted by plain batches, without a bulk path; types are the nearest that"
        + " its driver names, text where none is sure to keep every value"
        + (product.startsWith("H2 ") || product.startsWith("HSQL ")
            ? ""
            : "; only H2 and HSQLDB were tried, so this one may not work")
        + (ddlCommits
            ? "; a change of a table ends its transaction, so that a crash can leave a table or a"
                + " column without the rows that asked for it"
            : "");
  }
}
