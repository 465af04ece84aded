package io.sluice.connector.table.target;

import io.sluice.connector.table.sql.Table;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is said about rows of which a part was to stay as stored, and does not. */
public final class PartialRows {
  private static final Logger LOG = LoggerFactory.getLogger(PartialRows.class);

  private PartialRows() {}

  /** Says that rows were not there, so that the columns to be left alone have no value now. */
  public static void tellMissing(Table table, int rows) {
    if (rows > 0) {
      LOG.warn(
          "{}: {} rows came without large values that did not change, and the table did not have"
              + " them (any more): they are there without these values, unless changes that follow"
              + " delete or move them, as it is with changes that come again behind a restart. What"
              + " is left without is filled in by a snapshot of the table.",
          table.name(),
          rows);
    }
  }

  /** Says that a row under a new key cannot take along what the records do not bring. */
  public static void tellParted(Table table) {
    LOG.warn(
        "{}: a row whose key changed came without the delete of its old key just before it (another"
            + " task has that, or came too late for it, or a transform left it out): it begins with"
            + " the defaults of the columns {}, which no record brings. Said once.",
        table.name(),
        table.others().stream().filter(c -> !c.isComputed()).map(Table.Column::name).toList());
  }
}
