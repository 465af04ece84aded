package io.sluice.connector.table.row;

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

  /** Says that a row's new key comes too late to take along what the records do not bring. */
  public static void tellParted(Table table) {
    LOG.warn(
        "{}: a commit falls between the two events of a row whose key changes: it is deleted, and"
            + " begins under its new key with the defaults of the columns {}, which no record"
            + " brings.",
        table.name(),
        table.others().stream().filter(c -> !c.isComputed()).map(Table.Column::name).toList());
  }
}
