package io.sluice.connector.postgres.differential;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("long")
class TransactionDifferentialTest {

  @RegisterExtension final Comparison debezium = new Comparison();

  @Test
  void transactions_are_told_with_the_events_that_they_have() {
    debezium
        .with(
            "provide.transaction.metadata",
            "true",
            "topic.transaction",
            "tx",
            "skipped.operations",
            "none",
            "table.include.list",
            "public.[ab]")
        .given(
            "CREATE TABLE a(id int PRIMARY KEY, v text)",
            "CREATE TABLE b(id int PRIMARY KEY, v text)",
            "CREATE TABLE other(id int PRIMARY KEY)",
            "INSERT INTO a VALUES (1, 'x')");

    debezium.same(
        "INSERT INTO a VALUES (2, 'y')",
        "BEGIN; INSERT INTO a VALUES (3, 'z'); INSERT INTO b VALUES (1, 'b'), (2, 'b');"
            + " UPDATE a SET v = 'w' WHERE id < 3; UPDATE a SET id = 30 WHERE id = 3;"
            + " DELETE FROM b; COMMIT",
        "INSERT INTO other VALUES (1)",
        "BEGIN; INSERT INTO a VALUES (4, 'q'); ROLLBACK",
        "BEGIN; TRUNCATE a, b; INSERT INTO other VALUES (2); INSERT INTO b VALUES (4, 's'); COMMIT",
        "ALTER TABLE a ADD COLUMN n int",
        "BEGIN; SAVEPOINT s; INSERT INTO b VALUES (7, 'lost'); ROLLBACK TO s; INSERT INTO b VALUES"
            + " (8, 'kept'); COMMIT");
  }
}
