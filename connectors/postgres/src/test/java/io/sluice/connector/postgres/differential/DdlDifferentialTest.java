package io.sluice.connector.postgres.differential;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of tables, schemas and types while their rows are streamed. */
@Tag("long")
class DdlDifferentialTest {

  @RegisterExtension final Comparison debezium = new Comparison();

  @Test
  void types_of_columns_changed() {
    debezium.given(
        "CREATE TABLE t(id int PRIMARY KEY, a int, b numeric(5,2), c varchar(5), d timestamp, e"
            + " text, f real, g date, h text)",
        "INSERT INTO t VALUES (1, 1, 1.25, 'x', '2020-01-01', '5', 0.5, '2020-02-02', '{}')");

    debezium.sameInStages(
        List.of(
            stage("ALTER TABLE t ALTER a TYPE bigint", 2),
            stage("ALTER TABLE t ALTER b TYPE numeric(10,4)", 3),
            stage("ALTER TABLE t ALTER b TYPE numeric(6,1)", 4),
            stage("ALTER TABLE t ALTER c TYPE text", 5),
            stage("ALTER TABLE t ALTER d TYPE timestamptz USING d AT TIME ZONE 'UTC'", 6),
            stage("ALTER TABLE t ALTER e TYPE int USING e::int", 7),
            stage("ALTER TABLE t ALTER f TYPE double precision", 8),
            stage("ALTER TABLE t ALTER g TYPE timestamp", 9),
            stage("ALTER TABLE t ALTER h TYPE jsonb USING h::jsonb", 10),
            stage("ALTER TABLE t ALTER a TYPE int[] USING ARRAY[a::int]", 11),
            List.of(
                "ALTER TABLE t ALTER id TYPE text",
                "INSERT INTO t(id) VALUES ('twelve')",
                "UPDATE t SET id = 'thirteen' WHERE id = 'twelve'",
                "DELETE FROM t WHERE id = '1'")));
  }

  @Test
  void not_null_and_defaults_set_and_dropped() {
    debezium.given(
        "CREATE TABLE t(id int PRIMARY KEY, a int, b text)", "INSERT INTO t VALUES (1, 1, 'b')");

    debezium.sameInStages(
        List.of(
            stage("ALTER TABLE t ALTER a SET DEFAULT 5", 2),
            stage("ALTER TABLE t ALTER a SET NOT NULL", 3),
            stage("ALTER TABLE t ALTER a SET DEFAULT 6, ALTER b SET DEFAULT 'later'", 4),
            stage("ALTER TABLE t ALTER a DROP NOT NULL", 5),
            stage("ALTER TABLE t ALTER a DROP DEFAULT", 6),
            stage("ALTER TABLE t ADD c int NOT NULL DEFAULT 3, ADD d timestamptz DEFAULT now()", 7),
            stage("ALTER TABLE t ALTER c DROP DEFAULT, ALTER c DROP NOT NULL", 8)));
  }

  @Test
  void columns_and_the_table_altered_in_mid_transaction() {
    debezium.given(
        "CREATE TABLE t(id int PRIMARY KEY, a int, b text)",
        "INSERT INTO t VALUES (1, 1, 'b')",
        "CREATE TABLE k(id int, n int NOT NULL)",
        "ALTER TABLE k REPLICA IDENTITY FULL",
        "INSERT INTO k VALUES (0, 0)");

    debezium.sameInStages(
        List.of(
            amidst("ALTER TABLE t ADD c int", 2),
            amidst("ALTER TABLE t DROP b", 4),
            amidst("ALTER TABLE t ADD d text NOT NULL DEFAULT 'd'", 6),
            amidst("ALTER TABLE t REPLICA IDENTITY FULL; UPDATE t SET c = 7; DELETE FROM t", 8),
            List.of(
                "BEGIN; INSERT INTO k VALUES (1, 1); ALTER TABLE k ADD PRIMARY KEY (id); INSERT"
                    + " INTO k VALUES (2, 2); UPDATE k SET id = 3 WHERE id = 2; COMMIT"),
            List.of(
                "BEGIN; DROP TABLE k; CREATE TABLE k(id text PRIMARY KEY, other bigint); INSERT"
                    + " INTO k VALUES ('x', 9); COMMIT")));
  }

  @Test
  void a_column_renamed_in_mid_transaction() {
    debezium.given("CREATE TABLE t(id int PRIMARY KEY, a int, b text)");

    debezium.sameInStages(
        List.of(
            amidst("ALTER TABLE t RENAME b TO c", 2),
            amidst("ALTER TABLE t RENAME a TO b", 4),
            amidst("ALTER TABLE t RENAME c TO a", 6)));
  }

  @Test
  void a_type_changed_in_mid_transaction() {
    debezium.given("CREATE TABLE t(id int PRIMARY KEY, a int, b text)");

    debezium.sameInStages(
        List.of(
            amidst("ALTER TABLE t ALTER a TYPE text", 2),
            amidst("ALTER TABLE t ALTER b TYPE varchar(40)", 4)));
  }

  @Test
  void primary_keys_added_renamed_and_dropped() {
    debezium.given(
        "CREATE TABLE t(id int, a int NOT NULL)",
        "ALTER TABLE t REPLICA IDENTITY FULL",
        "INSERT INTO t VALUES (1, 1)");

    debezium.sameInStages(
        List.of(
            List.of("ALTER TABLE t ADD PRIMARY KEY (id)", "INSERT INTO t VALUES (2, 2)"),
            List.of("ALTER TABLE t RENAME id TO key", "UPDATE t SET key = 3 WHERE key = 2"),
            List.of("ALTER TABLE t REPLICA IDENTITY DEFAULT", "DELETE FROM t WHERE key = 3"),
            List.of("ALTER TABLE t DROP CONSTRAINT t_pkey", "INSERT INTO t VALUES (4, 4)"),
            List.of("ALTER TABLE t ADD PRIMARY KEY (a)", "UPDATE t SET a = a + 10")));
  }

  @Test
  void replica_identities_changed() {
    debezium.given(
        "CREATE TABLE t(id int PRIMARY KEY, a text NOT NULL, b int)",
        "CREATE UNIQUE INDEX by_a ON t(a)",
        "INSERT INTO t VALUES (1, 'one', 1), (2, 'two', 2), (3, 'three', 3)");

    debezium.sameInStages(
        List.of(
            List.of("ALTER TABLE t REPLICA IDENTITY FULL", "UPDATE t SET b = 5 WHERE id = 1"),
            List.of("ALTER TABLE t REPLICA IDENTITY DEFAULT", "UPDATE t SET id = 9 WHERE id = 1"),
            List.of("ALTER TABLE t REPLICA IDENTITY NOTHING", "INSERT INTO t VALUES (4, 'f', 4)"),
            List.of("ALTER TABLE t REPLICA IDENTITY FULL", "DELETE FROM t WHERE id = 2"),
            List.of(
                "BEGIN; UPDATE t SET b = 6 WHERE id = 3; ALTER TABLE t REPLICA IDENTITY DEFAULT;"
                    + " UPDATE t SET b = 7 WHERE id = 3; DELETE FROM t WHERE id = 3; COMMIT")));
  }

  @Test
  void a_schema_renamed() {
    debezium.given(
        "CREATE SCHEMA s", "CREATE TABLE s.t(id int PRIMARY KEY)", "INSERT INTO s.t VALUES (1)");

    debezium.sameInStages(
        List.of(
            List.of("INSERT INTO s.t VALUES (2)"),
            List.of("ALTER SCHEMA s RENAME TO r", "INSERT INTO r.t VALUES (3)"),
            List.of("ALTER TABLE r.t SET SCHEMA public", "INSERT INTO t VALUES (4)")));
  }

  @Test
  void partitions_attached_and_detached() {
    debezium.given(
        "CREATE TABLE p(id int, day date, v text, PRIMARY KEY (id, day)) PARTITION BY RANGE (day)",
        "CREATE TABLE p20 PARTITION OF p FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')",
        "CREATE TABLE p21(v text, day date NOT NULL, gone int, id int NOT NULL)",
        "ALTER TABLE p21 DROP COLUMN gone");

    debezium
        .with("snapshot.mode", "no_data")
        .sameInStages(
            List.of(
                List.of("INSERT INTO p VALUES (1, '2020-05-05', 'x')"),
                List.of(
                    "ALTER TABLE p ATTACH PARTITION p21 FOR VALUES FROM ('2021-01-01') TO"
                        + " ('2022-01-01')",
                    "INSERT INTO p VALUES (2, '2021-05-05', 'y')",
                    "UPDATE p SET day = '2021-06-06' WHERE id = 1"),
                List.of(
                    "ALTER TABLE p DETACH PARTITION p20",
                    "INSERT INTO p20 VALUES (3, '2030-01-01')"),
                List.of("DELETE FROM p", "DELETE FROM p20"),
                // Debezium asks for the key of a table when it comes to its change.
                List.of("DROP TABLE p", "INSERT INTO p20 VALUES (4, '2030-01-01')")));
  }

  @Test
  void a_generated_column_added() {
    debezium.given("CREATE TABLE t(id int PRIMARY KEY, a int)", "INSERT INTO t VALUES (1, 1)");

    debezium.sameInStages(
        List.of(
            stage("ALTER TABLE t ADD g int GENERATED ALWAYS AS (id * 2) STORED", 2),
            List.of("UPDATE t SET a = 9", "DELETE FROM t WHERE id = 1"),
            stage("ALTER TABLE t ALTER g DROP EXPRESSION", 3),
            stage("ALTER TABLE t DROP g", 4)));
  }

  @Test
  void an_enum_that_gains_values() {
    debezium.given(
        "CREATE TYPE mood AS ENUM ('sad', 'glad')",
        "CREATE TABLE t(id int PRIMARY KEY, m mood)",
        "INSERT INTO t VALUES (1, 'sad')");

    debezium.sameInStages(
        List.of(
            List.of("INSERT INTO t VALUES (2, 'glad')"),
            List.of(
                "ALTER TYPE mood ADD VALUE 'mad' BEFORE 'glad'", "INSERT INTO t VALUES (3, 'mad')"),
            List.of(
                "BEGIN; ALTER TYPE mood ADD VALUE 'bad'; INSERT INTO t VALUES (4, 'sad'); COMMIT",
                "INSERT INTO t VALUES (5, 'bad')"),
            List.of("ALTER TYPE mood RENAME VALUE 'bad' TO 'worse'", "UPDATE t SET m = 'worse'")));
  }

  @Test
  void a_domain_changed() {
    debezium.given(
        "CREATE DOMAIN amount AS numeric(8,2)",
        "CREATE DOMAIN code AS text",
        "CREATE TABLE t(id int PRIMARY KEY, a amount, c code)",
        "INSERT INTO t VALUES (1, 1.25, 'x')");

    debezium.sameInStages(
        List.of(
            stage("ALTER DOMAIN amount SET DEFAULT 3.25", 2),
            stage("ALTER DOMAIN amount ADD CONSTRAINT positive CHECK (VALUE > 0)", 3),
            stage("ALTER TABLE t ALTER c TYPE amount USING 1", 4),
            stage("ALTER TABLE t ALTER c TYPE text", 5)));
  }

  /** A statement, then a row of the ordinary columns. */
  private static List<String> stage(String statement, int id) {
    List<String> stage = new ArrayList<>();
    stage.add(statement);
    stage.add(insert(id));
    return stage;
  }

  /** One transaction with a row before the statement and one behind it. */
  private static List<String> amidst(String statement, int id) {
    return List.of("BEGIN; " + insert(id) + "; " + statement + "; " + insert(id + 1) + "; COMMIT");
  }

  private static String insert(int id) {
    return "INSERT INTO t(id) VALUES (" + id + ")";
  }
}
