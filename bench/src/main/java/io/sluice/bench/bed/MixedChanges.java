package io.sluice.bench.bed;

import java.sql.SQLException;

/**
 * Transactions of a hundred changes as a shop makes them: 50 new rows, 40 updates of rows all over
 * the table, 10 deletes of the oldest rows whose keys are multiples of five, which nobody updates:
 * so every change hits a row. A row of key 0, the marker, says in {@code customer} which of them
 * were the last: a copy that shows it has them all.
 */
public final class MixedChanges {

  private static final int CHANGES = 100;
  private static final int INSERTS = 50;
  private static final int UPDATES = 40;
  private static final int DELETES = CHANGES - INSERTS - UPDATES;

  private final BenchServer server;
  private final OrdersTable table;
  private long next;

  /** All multiples of five up to this one are deleted. */
  private long oldest;

  private long marker;

  /** Fills the empty table with so many rows and the marker. */
  public MixedChanges(BenchServer server, OrdersTable table, long rows) throws SQLException {
    this.server = server;
    this.table = table;
    table.insert(0, rows, 100_000);
    next = rows;
    mark();
  }

  /** Makes so many changes, rounded to whole transactions. */
  public void make(long changes) throws SQLException {
    long transactions = Math.max(1, changes / CHANGES);
    long after = next + transactions * INSERTS;
    server.execute(
        "CREATE OR REPLACE PROCEDURE bench.change_orders(next bigint, after bigint, oldest bigint)"
            + " LANGUAGE plpgsql AS $$ BEGIN WHILE next < after LOOP "
            + table.insertInto("next", "next + " + (INSERTS - 1))
            + "; UPDATE "
            + table
            + " SET status = 'changed', total = total + 1, changed = changed + interval '1 day'"
            + " WHERE id IN (SELECT 1 + u + u / 4 FROM (SELECT (n * 7919 + next * 104729)"
            + " % (next / 5 * 4) AS u FROM generate_series(1, "
            + UPDATES
            + ") n) old); DELETE FROM "
            + table
            + " WHERE id IN (SELECT oldest + n * 5 FROM generate_series(1, "
            + DELETES
            + ") n); COMMIT; oldest := oldest + "
            + DELETES * 5
            + "; next := next + "
            + INSERTS
            + "; END LOOP; END $$",
        "CALL bench.change_orders(" + next + ", " + after + ", " + oldest + ")");
    next = after;
    oldest += transactions * DELETES * 5;
    mark();
  }

  private void mark() throws SQLException {
    marker++;
    server.execute("UPDATE " + table + " SET customer = " + marker + " WHERE id = 0");
  }

  /**
   * How many records of Debezium's kind tell so many changes: a delete has a tombstone behind it.
   */
  public static long records(long changes) {
    return changes + changes / CHANGES * DELETES + 1;
  }

  /** What the marker says after the last changes. */
  public long marker() {
    return marker;
  }

  /** Words for the note of a result. */
  public static String about() {
    return "Transactions of 100 changes: 50 inserts, 40 updates and 10 deletes all over the table.";
  }
}
