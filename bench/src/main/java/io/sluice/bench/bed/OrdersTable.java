package io.sluice.bench.bed;

import io.sluice.bench.harness.Workbench;
import java.sql.SQLException;

/**
 * The ten-column table of every measurement: {@code id bigint} (the key), {@code customer integer},
 * {@code status text}, {@code note text} (32 characters), {@code total numeric(12,2)}, {@code
 * placed timestamp}, {@code changed timestamptz}, {@code paid boolean}, {@code weight double
 * precision}, {@code token uuid}. About 150 bytes a row in the heap. Rows are computed from their
 * key, so every machine has the same ones.
 */
public final class OrdersTable {

  /** All columns in the order of the table. */
  public static final String COLUMNS =
      "id bigint PRIMARY KEY, customer integer NOT NULL, status text NOT NULL, note text, total"
          + " numeric(12,2) NOT NULL, placed timestamp NOT NULL, changed timestamptz NOT NULL, paid"
          + " boolean NOT NULL, weight double precision, token uuid NOT NULL";

  private static final String SCHEMA = "bench";

  private final BenchServer server;
  private final String name;

  private OrdersTable(BenchServer server, String name) {
    this.server = server;
    this.name = name;
  }

  /** The table with so many rows, loaded now if an earlier run did not. */
  public static OrdersTable of(long rows, BenchServer server, Workbench bench) throws SQLException {
    OrdersTable table = create(server, "orders_" + rows);
    if (server.number("SELECT count(*) FROM (SELECT 1 FROM " + table + " LIMIT 1) one") == 0) {
      bench.say("  loading %,d rows into %s", rows, table);
      // One transaction: a table is there whole or empty, so that the next run may rely on what it
      // finds.
      server.execute(
          "INSERT INTO " + table + " " + select(1, rows),
          "VACUUM (FREEZE, ANALYZE) " + table,
          "CHECKPOINT");
    }
    return table;
  }

  /** An empty table, made anew. */
  public static OrdersTable empty(String name, BenchServer server) throws SQLException {
    server.execute("DROP TABLE IF EXISTS " + SCHEMA + "." + name);
    return create(server, name);
  }

  private static OrdersTable create(BenchServer server, String name) throws SQLException {
    OrdersTable table = new OrdersTable(server, name);
    server.execute(
        "CREATE SCHEMA IF NOT EXISTS " + SCHEMA,
        "CREATE TABLE IF NOT EXISTS " + table + " (" + COLUMNS + ")");
    return table;
  }

  /**
   * Inserts rows on the server, so many to a transaction.
   *
   * @param first key of the first row
   */
  public void insert(long first, long rows, int rowsPerTransaction) throws SQLException {
    server.execute(
        // The log is the same; waiting for the disk after each row would take longer than all else.
        "SET synchronous_commit = " + (rowsPerTransaction == 1 ? "off" : "on"),
        "CREATE OR REPLACE PROCEDURE "
            + SCHEMA
            + ".insert_orders(first bigint, last bigint, step bigint) LANGUAGE plpgsql AS $$"
            + " BEGIN WHILE first <= last LOOP"
            + " INSERT INTO "
            + this
            + " "
            + select("first", "least(first + step - 1, last)")
            + "; COMMIT; first := first + step; END LOOP; END $$",
        "CALL "
            + SCHEMA
            + ".insert_orders("
            + first
            + ", "
            + (first + rows - 1)
            + ", "
            + rowsPerTransaction
            + ")",
        // A commit that waits for the disk, and all before it with it.
        "SET synchronous_commit = on",
        "COMMENT ON TABLE " + this + " IS NULL");
  }

  /** Parameters: the key. Inserts one row, computed from it. */
  public String insertOne() {
    return "INSERT INTO "
        + this
        + " "
        + select("k", "k")
            .replace("generate_series(k::bigint, k) i", "(SELECT ?::bigint AS i) one");
  }

  /** The statement that inserts the rows between these two keys, given as SQL. */
  String insertInto(String first, String last) {
    return "INSERT INTO " + this + " " + select(first, last);
  }

  private static String select(long first, long last) {
    return select(Long.toString(first), Long.toString(last));
  }

  private static String select(String first, String last) {
    return "SELECT i, (i * 7919 % 100000)::integer, (ARRAY['new','paid','packed','sent','done'])[i"
        + " % 5 + 1], md5(i::text), (i * 37 % 1000000)::numeric / 100, timestamp"
        + " '2026-01-01' + i * interval '1 second', timestamptz '2026-01-01 00:00:00+00' + i"
        + " * interval '1 second', i % 2 = 0, i / 7.0, md5('t' || i)::uuid FROM"
        + " generate_series("
        + first
        + "::bigint, "
        + last
        + ") i";
  }

  /** Without its schema. */
  public String name() {
    return name;
  }

  /** Schema and name, as SQL and {@code table.include.list} want it. */
  @Override
  public String toString() {
    return SCHEMA + "." + name;
  }
}
