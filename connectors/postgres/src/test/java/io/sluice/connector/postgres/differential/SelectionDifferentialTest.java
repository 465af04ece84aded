package io.sluice.connector.postgres.differential;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which tables and rows are captured, and what becomes of values that have no place. */
@Tag("long")
class SelectionDifferentialTest {

  @RegisterExtension final Comparison debezium = new Comparison();

  @ParameterizedTest
  @CsvSource({
    "schema.include.list,'PUBLIC, o.*'",
    "schema.exclude.list,hidden",
    "table.exclude.list,'hidden\\.a,public\\.(b|nothing)'",
    "snapshot.include.collection.list,'public.a,public.zz_mark'",
  })
  void tables_of_the_lists(String setting, String list) {
    debezium
        .with(setting, list)
        .given(
            "CREATE SCHEMA other",
            "CREATE SCHEMA hidden",
            "CREATE TABLE a(id int PRIMARY KEY, v text)",
            "CREATE TABLE b(id int PRIMARY KEY, v text)",
            "CREATE TABLE other.a(id int PRIMARY KEY, v text)",
            "CREATE TABLE hidden.a(id int PRIMARY KEY, v text)",
            "INSERT INTO a VALUES (1, 'a')",
            "INSERT INTO b VALUES (1, 'b')",
            "INSERT INTO other.a VALUES (1, 'o')",
            "INSERT INTO hidden.a VALUES (1, 'h')")
        .same(
            "UPDATE a SET v = 'x'",
            "UPDATE b SET v = 'x'",
            "UPDATE other.a SET v = 'x'",
            "UPDATE hidden.a SET v = 'x'");
  }

  @Test
  void rows_of_statements_of_one_s_own() {
    debezium
        .with(
            "snapshot.select.statement.overrides",
            "public.a",
            "snapshot.select.statement.overrides.public.a",
            "SELECT id, upper(v) AS v FROM a WHERE id > 1 ORDER BY id")
        .given(
            "CREATE TABLE a(id int PRIMARY KEY, v text)",
            "INSERT INTO a SELECT i, 'v' || i FROM generate_series(1, 4) i")
        .same("UPDATE a SET v = 'x' WHERE id = 1", "DELETE FROM a WHERE id = 2");
  }

  @ParameterizedTest
  @CsvSource({"warn", "skip"})
  void values_that_have_no_place_are_left_out(String reaction) {
    debezium
        .with("event.converting.failure.handling.mode", reaction)
        .given(
            "CREATE TABLE a(id int PRIMARY KEY, n numeric(10,2), v text)",
            "INSERT INTO a VALUES (1, 'NaN', 'v')")
        .same("INSERT INTO a VALUES (2, 'NaN', 'w')", "UPDATE a SET n = 5");
  }

  @Test
  void messages_of_the_prefixes() {
    debezium
        .with("message.prefix.include.list", "wanted.*")
        .given("CREATE TABLE a(id int PRIMARY KEY)", "INSERT INTO a VALUES (1)")
        .same(
            "SELECT pg_logical_emit_message(true, 'wanted.one', 'x')",
            "SELECT pg_logical_emit_message(true, 'other', 'y')");
  }
}
