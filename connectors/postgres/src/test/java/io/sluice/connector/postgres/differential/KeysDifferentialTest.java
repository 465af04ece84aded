package io.sluice.connector.postgres.differential;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("long")
class KeysDifferentialTest {

  @RegisterExtension final Comparison debezium = new Comparison();

  @Test
  void keys_identities_and_schema_changes() {
    debezium.given(
        "CREATE TABLE nopk(a int, b text)",
        "ALTER TABLE nopk REPLICA IDENTITY FULL",
        "INSERT INTO nopk VALUES (1, 'x')",
        "CREATE TABLE uniq(a int NOT NULL UNIQUE, b text)",
        "ALTER TABLE uniq REPLICA IDENTITY FULL",
        "INSERT INTO uniq VALUES (1, 'x')",
        "CREATE TABLE pk2(b text, c int, a int, PRIMARY KEY (a, b))",
        "INSERT INTO pk2 VALUES ('b', 3, 1)",
        "CREATE TABLE wide(id int PRIMARY KEY, v text NOT NULL, w int)",
        "ALTER TABLE wide REPLICA IDENTITY FULL",
        "INSERT INTO wide VALUES (1, 'x', 1)",
        "CREATE TABLE empty(id int PRIMARY KEY)",
        "CREATE TABLE big(id int PRIMARY KEY, n int, v text, by bytea, l text[], i int[], j jsonb)",
        "ALTER TABLE big ALTER v SET STORAGE external, ALTER by SET STORAGE external, ALTER l SET"
            + " STORAGE external, ALTER i SET STORAGE external, ALTER j SET STORAGE external",
        "INSERT INTO big VALUES (1, 1, repeat('x', 9000), decode(repeat('01', 9000), 'hex'),"
            + " array_fill('x'::text, ARRAY[3000]), array_fill(7, ARRAY[3000]),"
            + " to_jsonb(repeat('j', 9000)))");

    debezium.same(
        "INSERT INTO nopk VALUES (2, 'y')",
        "UPDATE nopk SET b = 'k' WHERE a = 1",
        "DELETE FROM nopk WHERE a = 2",
        "UPDATE uniq SET b = 'z'",
        "UPDATE uniq SET a = 2",
        "DELETE FROM uniq",
        "UPDATE pk2 SET c = 4",
        "UPDATE pk2 SET a = 7",
        "UPDATE wide SET w = 2",
        "UPDATE wide SET id = 5",
        "DELETE FROM wide",
        "INSERT INTO empty SELECT generate_series(1, 3)",
        "TRUNCATE empty",
        "UPDATE big SET n = 2",
        "UPDATE big SET id = 2",
        "BEGIN; ALTER TABLE pk2 ADD COLUMN neu text DEFAULT 'dflt'; INSERT INTO pk2(a, b, neu)"
            + " VALUES (8, 'x', 'n'); COMMIT",
        "ALTER TABLE pk2 DROP COLUMN c",
        "INSERT INTO pk2(a, b) VALUES (9, 'x')");
  }
}
