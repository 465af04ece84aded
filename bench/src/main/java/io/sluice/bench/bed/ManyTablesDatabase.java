package io.sluice.bench.bed;

import io.sluice.bench.harness.Workbench;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A database of its own on the server, with very many small tables of one row each and one
 * publication of them all. Made once and kept.
 */
public final class ManyTablesDatabase {

  /** Publishes every table. */
  public static final String PUBLICATION = "everything";

  private static final int TABLES_A_TRANSACTION = 500; // each table takes locks until the commit

  private final BenchServer server;
  private final String name;
  private final int tables;

  private ManyTablesDatabase(BenchServer server, String name, int tables) {
    this.server = server;
    this.name = name;
    this.tables = tables;
  }

  /** The database with so many tables, made now if an earlier run did not. */
  public static ManyTablesDatabase of(int tables, BenchServer server, Workbench bench)
      throws SQLException {
    ManyTablesDatabase database = new ManyTablesDatabase(server, "many_" + tables, tables);
    database.make(bench);
    return database;
  }

  private void make(Workbench bench) throws SQLException {
    if (server.number("SELECT count(*) FROM pg_database WHERE datname = '" + name + "'") > 0) {
      return;
    }
    bench.say("  making %,d tables in %s", tables, name);
    // Under another name until it is whole, so that the next run may rely on what it finds.
    String unfinished = name + "_unfinished";
    server.execute("DROP DATABASE IF EXISTS " + unfinished, "CREATE DATABASE " + unfinished);
    try (Connection connection = DriverManager.getConnection(server.url(unfinished));
        Statement statement = connection.createStatement()) {
      statement.execute("SET synchronous_commit = off");
      for (int first = 1; first <= tables; first += TABLES_A_TRANSACTION) {
        int last = Math.min(tables, first + TABLES_A_TRANSACTION - 1);
        statement.execute(
            "DO $$ BEGIN FOR i IN "
                + first
                + ".."
                + last
                + " LOOP EXECUTE format('CREATE TABLE t%s (id bigint PRIMARY KEY, name text,"
                + " amount numeric(12,2), changed timestamptz)', i);"
                + " EXECUTE format('INSERT INTO t%s VALUES (1, ''row'', 1.5, now())', i);"
                + " END LOOP; END $$");
      }
      statement.execute("CREATE PUBLICATION " + PUBLICATION + " FOR ALL TABLES");
      statement.execute("SET synchronous_commit = on");
      statement.execute("ANALYZE pg_class");
    }
    server.execute("ALTER DATABASE " + unfinished + " RENAME TO " + name, "CHECKPOINT");
  }

  /** Its name on the server. */
  public String name() {
    return name;
  }

  /** How many tables, each with one row. */
  public int tables() {
    return tables;
  }
}
