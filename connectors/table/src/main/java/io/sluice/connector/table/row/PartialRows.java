package io.sluice.connector.table.row;

import io.sluice.connector.table.sql.Table;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is said about rows of which a part was to be left as stored. */
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
}
