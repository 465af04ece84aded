package io.sluice.connector.postgres.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("long")
class SchemaChangesDifferentialTest {

  @RegisterExtension final Comparison debezium = new Comparison();

  @Test
  void columns_added_dropped_renamed_and_retyped() {
    debezium.given(table("t"), "INSERT INTO t VALUES (1, 'x', 1.5)");

    debezium.sameInStages(
        List.of(
            List.of("ALTER TABLE t ADD COLUMN c int NOT NULL DEFAULT 7", insert("t", 2)),
            List.of(
                "ALTER TABLE t RENAME COLUMN v TO w", insert("t", 3), "DELETE FROM t WHERE id = 2"),
            List.of("ALTER TABLE t ALTER n TYPE text", insert("t", 4), "UPDATE t SET w = 'y'"),
            List.of("ALTER TABLE t DROP COLUMN w", insert("t", 5)),
            List.of("ALTER TABLE t ALTER c DROP NOT NULL", insert("t", 6)),
            List.of("ALTER TABLE t ALTER c SET DEFAULT 9, ADD d text", insert("t", 7)),
            List.of(
                "ALTER TABLE t REPLICA IDENTITY FULL", "UPDATE t SET n = 'z'", "DELETE FROM t")));
  }

  @Test
  void keys_changed() {
    debezium.given(
        "CREATE TABLE t(id int PRIMARY KEY, v int NOT NULL, w int NOT NULL)",
        "INSERT INTO t VALUES (1, 1, 1)");

    debezium.sameInStages(
        List.of(
            List.of(
                "ALTER TABLE t DROP CONSTRAINT t_pkey, ADD PRIMARY KEY (v, w)",
                "INSERT INTO t VALUES (2, 2, 2)",
                "UPDATE t SET id = 3 WHERE v = 2",
                "UPDATE t SET v = 5 WHERE v = 2",
                "DELETE FROM t WHERE v = 1"),
            List.of(
                "ALTER TABLE t DROP CONSTRAINT t_pkey",
                "ALTER TABLE t REPLICA IDENTITY FULL",
                "UPDATE t SET id = 9",
                "DELETE FROM t"),
            List.of(
                "ALTER TABLE t ADD UNIQUE (w)",
                "CREATE UNIQUE INDEX by_id ON t(id)",
                "INSERT INTO t VALUES (7, 7, 7)",
                "UPDATE t SET w = 8",
                "ALTER TABLE t ALTER id SET NOT NULL",
                "ALTER TABLE t REPLICA IDENTITY USING INDEX by_id",
                "UPDATE t SET id = 8",
                "DELETE FROM t")));
  }

  @Test
  void tables_dropped_made_again_and_renamed() {
    debezium.given(table("t"), "INSERT INTO t VALUES (1, 'x', 1.5)");

    debezium.sameInStages(
        List.of(
            List.of(
                "DROP TABLE t", "CREATE TABLE t(id bigint PRIMARY KEY, z text)", insert("t", 2)),
            List.of("ALTER TABLE t RENAME TO u", insert("u", 3), "UPDATE u SET z = 'q'"),
            List.of(table("t"), insert("t", 4), insert("u", 4)),
            List.of("ALTER TABLE u SET SCHEMA public", "DROP TABLE u", "DELETE FROM t")));
  }

  @Test
  void random_changes_of_tables_and_rows() {
    Random random = debezium.random();
    List<List<String>> stages = new ArrayList<>();
    RandomTables tables = new RandomTables(random);
    debezium.given(tables.create().toArray(new String[0]));
    for (int i = 0; i < 25; i++) {
      List<String> stage = new ArrayList<>(tables.alter());
      for (int j = 0; j < 6; j++) {
        stage.addAll(tables.change());
      }
      stages.add(stage);
    }

    debezium.sameInStages(stages);
  }

  private static String table(String name) {
    return "CREATE TABLE " + name + "(id int PRIMARY KEY, v text, n numeric(5,2))";
  }

  private static String insert(String table, int id) {
    return "INSERT INTO " + table + "(id) VALUES (" + id + ")";
  }
}
