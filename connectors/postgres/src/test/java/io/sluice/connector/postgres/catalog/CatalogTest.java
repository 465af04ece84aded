package io.sluice.connector.postgres.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CatalogTest {

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();

  @Test
  void tables_that_were_foreseen_have_the_form_that_each_has_when_asked_for_alone()
      throws Exception {
    database.sql(
        "CREATE TYPE mood AS ENUM ('calm', 'wild')",
        "CREATE DOMAIN short AS varchar(5) NOT NULL",
        "CREATE TABLE plain(id serial PRIMARY KEY, name text DEFAULT 'x', made timestamptz DEFAULT"
            + " now())",
        "CREATE TABLE two(b int, a int, c mood DEFAULT 'calm', d short, e numeric(5,2) DEFAULT 1.5,"
            + " PRIMARY KEY (a, b))",
        "COMMENT ON COLUMN two.c IS 'how it felt'",
        "CREATE TABLE unique_only(x int NOT NULL UNIQUE, y text DEFAULT 'x')",
        "CREATE TABLE keyless(v int[], w bytea)",
        "ALTER TABLE keyless DROP COLUMN w",
        "CREATE TABLE bare()");
    PostgresConfig config = new PostgresConfig(TestSource.config(database));
    try (Connection sql = new Connections(config).sql()) {
      Map<TableId, Integer> tables = new Catalog(sql, config.selection()).tables();
      Catalog foreseeing = new Catalog(sql, config.selection());
      foreseeing.foresee(tables.values());

      assertThat(tables).hasSize(5);
      for (Map.Entry<TableId, Integer> table : tables.entrySet()) {
        int oid = table.getValue();
        Table alone = new Catalog(sql, config.selection()).table(table.getKey(), oid);
        assertThat(told(foreseeing.table(table.getKey(), oid))).isEqualTo(told(alone));
        assertThat(foreseeing.foresees(oid)).as("%s is told once", table.getKey()).isFalse();
      }
    }
  }

  @Test
  void a_table_that_changed_after_it_was_told_is_asked_for_again() throws Exception {
    database.sql("CREATE TABLE t(id int PRIMARY KEY)");
    PostgresConfig config = new PostgresConfig(TestSource.config(database));
    try (Connection sql = new Connections(config).sql()) {
      Catalog catalog = new Catalog(sql, config.selection());
      TableId id = new TableId("public", "t");
      int oid = Objects.requireNonNull(catalog.tables().get(id));
      catalog.foresee(List.of(oid));
      assertThat(catalog.table(id, oid).columns()).hasSize(1);

      database.sql("ALTER TABLE t ADD COLUMN more text");

      assertThat(catalog.table(id, oid).columns()).hasSize(2);
    }
  }

  /** Columns hold arrays, which are equal to none but themselves. */
  private static List<Object> told(Table table) {
    List<Object> told =
        new ArrayList<>(List.of(table.id(), table.oid(), table.identity(), table.key()));
    for (Column column : table.columns()) {
      byte[] value = column.defaultValue();
      told.add(column.name());
      told.add(column.type());
      told.add(column.typmod());
      told.add(column.optional());
      told.add(column.declared());
      told.add(String.valueOf(column.comment()));
      told.add(value == null ? "none" : HexFormat.of().formatHex(value));
    }
    return told;
  }
}
