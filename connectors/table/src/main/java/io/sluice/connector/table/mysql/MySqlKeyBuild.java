package io.sluice.connector.table.mysql;

import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.target.Fault;
import io.sluice.connector.table.target.Target;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a table of MariaDB or MySQL is without its key while it is filled. There the key is the
 * table: rows lie in its order. So another column has its place meanwhile, which numbers the rows
 * as they come and which nobody sees who does not name it.
 */
final class MySqlKeyBuild {
  private static final Logger LOG = LoggerFactory.getLogger(MySqlKeyBuild.class);

  /** The column that numbers the rows. */
  static final String NUMBER = "_sluice_order";

  /** Begins that column's comment; behind it are the columns that the key is to have. */
  private static final String COMMENT = "Sluice, until the rows are there: the key is to be ";

  private static final int MOST_OF_COMMENT = 1024;

  private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"]|\"\")*)\"");

  private final Table table;

  /**
   * Of one table.
   *
   * @param table keyed by the columns that its key is to have
   */
  MySqlKeyBuild(Table table) {
    this.table = table;
  }

  /** One whose column was described. */
  static MySqlKeyBuild of(Table.Name name, String comment) {
    List<String> key = new ArrayList<>();
    Matcher quoted = QUOTED.matcher(comment);
    while (quoted.find()) {
      key.add(quoted.group(1).replace("\"\"", "\""));
    }
    return new MySqlKeyBuild(new Table(name, List.of(), key));
  }

  /** Whether the table can be without its key. */
  boolean isPossible() {
    return comment().length() <= MOST_OF_COMMENT
        && table.columns().stream().noneMatch(column -> column.name().equalsIgnoreCase(NUMBER));
  }

  private String comment() {
    return COMMENT + Sql.list(table.key(), Sql::quote);
  }

  /**
   * Takes an empty table's key away for a while, or leaves it where that cannot be done. It was
   * there until now, so that the server has said that it takes such a key before there are any
   * rows.
   *
   * @param aside where each statement commits
   * @param seconds how long it waits for whoever has the table
   * @throws SQLException if it may be done the next time
   */
  void postpone(MySqlAside aside, int seconds) throws SQLException {
    String number = Sql.quote(NUMBER);
    String statement =
        Sql.alter(table.name())
            + "ADD COLUMN "
            + number
            + " bigint unsigned NOT NULL AUTO_INCREMENT INVISIBLE COMMENT "
            + MySqlChanges.literal(comment())
            + " FIRST, DROP PRIMARY KEY, ADD PRIMARY KEY ("
            + number
            + ")";
    try {
      aside.execute(List.of(statement), seconds);
    } catch (SQLException e) {
      Fault fault = MySqlTrouble.of(e);
      if (fault.trouble() == Target.Trouble.TRANSIENT && fault != Fault.LOCK_TIMEOUT) {
        throw e;
      }
      LOG.info(
          "Table {} has its key from its first row on: it could not be put off (error {})",
          table.name(),
          e.getErrorCode());
    }
  }

  /**
   * Gives the table its key. May break off at any point, and be made again.
   *
   * @param aside where each statement commits
   * @param seconds how long each waits for whoever has the table
   */
  void build(MySqlAside aside, int seconds) throws SQLException {
    LOG.info("Table {} is filled: building its primary key", table.name());
    long began = System.nanoTime();
    try {
      addKey(aside, seconds);
    } catch (SQLException e) {
      if (e.getErrorCode() != MySqlTrouble.DUPLICATE_KEY) {
        throw e;
      }
      LOG.info("Table {}: rows had come again, the last of each stays", table.name());
      aside.execute(List.of(removalOfDoubles()), seconds);
      addKey(aside, seconds);
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    LOG.info("Table {} has its primary key, after {} ms", table.name(), millis);
  }

  /** All at once: the table is written anew only once, and never without any key. */
  private void addKey(MySqlAside aside, int seconds) throws SQLException {
    aside.execute(
        List.of(
            Sql.alter(table.name())
                + "DROP COLUMN "
                + Sql.quote(NUMBER)
                + ", DROP PRIMARY KEY, ADD PRIMARY KEY ("
                + Sql.list(table.key(), Sql::quote)
                + ")"),
        seconds);
  }

  /**
   * A snapshot that is read again brings rows again, perhaps with newer values; changes in between
   * may lie before the place where the stream begins, so that the last one has to stay. One
   * connection brought them all, a batch has no key twice, and each batch's numbers are above those
   * of the one before.
   */
  private String removalOfDoubles() {
    String number = Sql.quote(NUMBER);
    return "DELETE t FROM (SELECT "
        + number
        + " FROM (SELECT "
        + number
        + ", ROW_NUMBER() OVER (PARTITION BY "
        + Sql.list(table.key(), Sql::quote)
        + " ORDER BY "
        + number
        + " DESC) AS place FROM "
        + Sql.quote(table.name())
        + ") AS placed WHERE place > 1) AS older STRAIGHT_JOIN "
        + Sql.quote(table.name())
        + " AS t ON t."
        + number
        + " = older."
        + number;
  }
}
