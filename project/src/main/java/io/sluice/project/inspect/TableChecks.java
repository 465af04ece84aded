package io.sluice.project.inspect;

import java.util.ArrayList;
import java.util.List;

/** Whether tables can be read, and their changes be told apart. */
final class TableChecks {
  private TableChecks() {}

  /** What to do so that this user can capture these tables. */
  static List<Finding> of(List<SourceTable> tables, String user) {
    List<Finding> findings = new ArrayList<>();
    if (tables.isEmpty()) {
      return List.of(
          Finding.problem(
              "tables",
              "no table is selected",
              "check table.include.list and schema.include.list"));
    }
    for (SourceTable table : tables) {
      if (!table.readable()) {
        findings.add(
            Finding.problem(
                "table " + table.qualified(),
                "user " + user + " may not read it",
                "GRANT USAGE ON SCHEMA "
                    + SourceTable.quote(table.schema())
                    + " TO "
                    + SourceTable.quote(user)
                    + "; GRANT SELECT ON "
                    + table.quoted()
                    + " TO "
                    + SourceTable.quote(user)
                    + ";"));
      }
      if (table.unlogged()) {
        findings.add(
            Finding.problem(
                "table " + table.qualified(),
                "is UNLOGGED: its changes cannot be captured",
                "ALTER TABLE " + table.quoted() + " SET LOGGED;"));
      }
      if (!table.identifiesRows()) {
        findings.add(
            Finding.warning(
                "table " + table.qualified(),
                "has no "
                    + (table.hasPrimaryKey() ? "replica identity" : "primary key")
                    + ": once published, the server refuses UPDATE and DELETE on it",
                "ALTER TABLE "
                    + table.quoted()
                    + " REPLICA IDENTITY "
                    + (table.hasPrimaryKey() ? "DEFAULT;" : "FULL;  -- or add a primary key")));
      }
    }
    if (findings.isEmpty()) {
      findings.add(Finding.ok("tables", tables.size() + " selected, all readable and with a key"));
    }
    return findings;
  }
}
