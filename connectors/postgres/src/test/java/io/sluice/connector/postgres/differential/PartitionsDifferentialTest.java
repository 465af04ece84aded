package io.sluice.connector.postgres.differential;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("long")
class PartitionsDifferentialTest {

  @RegisterExtension final Comparison debezium = new Comparison();

  @Test
  void partitions_told_as_their_partitioned_table() {
    tables();
    debezium.with("snapshot.mode", "no_data", "publish.via.partition.root", "true").same(changes());
  }

  @Test
  void partitions_told_as_tables_of_their_own() {
    tables();
    debezium.with("snapshot.mode", "no_data").same(changes());
  }

  @Test
  void generated_columns_that_the_publication_has() {
    debezium
        .given(
            "CREATE TABLE g(id int PRIMARY KEY, v int NOT NULL, d int GENERATED ALWAYS AS (v * 2)"
                + " STORED)",
            "INSERT INTO g(id, v) VALUES (1, 2)",
            "CREATE PUBLICATION dbz_publication FOR ALL TABLES WITH (publish_generated_columns ="
                + " stored)")
        .same("INSERT INTO g(id, v) VALUES (2, 3)", "UPDATE g SET v = 7", "DELETE FROM g");
  }

  @Test
  void every_replica_identity() {
    debezium
        .given(
            "CREATE TABLE d(id int PRIMARY KEY, v text NOT NULL, n int)",
            "CREATE TABLE f(id int PRIMARY KEY, v text NOT NULL, n int)",
            "ALTER TABLE f REPLICA IDENTITY FULL",
            "CREATE TABLE i(id int PRIMARY KEY, v text NOT NULL UNIQUE, n int)",
            "ALTER TABLE i REPLICA IDENTITY USING INDEX i_v_key",
            "CREATE TABLE n(id int PRIMARY KEY, v text NOT NULL, n int)",
            "ALTER TABLE n REPLICA IDENTITY NOTHING")
        .same(
            "INSERT INTO d VALUES (1, 'a', 1)",
            "INSERT INTO f VALUES (1, 'a', 1)",
            "INSERT INTO i VALUES (1, 'a', 1)",
            "INSERT INTO n VALUES (1, 'a', 1)",
            "UPDATE d SET n = 2",
            "UPDATE f SET n = 2",
            "UPDATE i SET n = 2",
            "UPDATE d SET id = 2",
            "UPDATE f SET id = 2",
            "DELETE FROM d",
            "DELETE FROM f");
  }

  private void tables() {
    debezium.given(
        "CREATE TABLE p(id int, day date, v text, PRIMARY KEY (id, day)) PARTITION BY RANGE (day)",
        "CREATE TABLE p20 PARTITION OF p FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')",
        "CREATE TABLE p21(v text, day date NOT NULL, gone int, id int NOT NULL)",
        "ALTER TABLE p21 DROP COLUMN gone",
        "ALTER TABLE p ATTACH PARTITION p21 FOR VALUES FROM ('2021-01-01') TO ('2022-01-01')",
        "INSERT INTO p VALUES (1, '2020-05-05', 'x'), (2, '2021-05-05', 'y')");
  }

  private static String[] changes() {
    return new String[] {
      "INSERT INTO p VALUES (3, '2020-06-06', 'z'), (4, '2021-06-06', 'z')",
      "UPDATE p SET v = 'w'",
      "UPDATE p SET day = '2021-07-07' WHERE id = 1",
      "DELETE FROM p WHERE id > 2"
    };
  }
}
