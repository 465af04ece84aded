package io.sluice.connector.postgres.differential;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("long")
class MessagesDifferentialTest {

  @RegisterExtension final Comparison debezium = new Comparison();

  @ParameterizedTest
  @ValueSource(strings = {"bytes", "base64", "base64-url-safe", "hex"})
  void messages_between_the_changes_of_a_transaction(String mode) {
    debezium
        .given("CREATE TABLE a(id int PRIMARY KEY)", "INSERT INTO a VALUES (1)")
        .with("binary.handling.mode", mode, "message.prefix.exclude.list", "not.*")
        .same(
            "BEGIN; SELECT pg_logical_emit_message(true, 'first', 'täxt'); INSERT INTO a VALUES"
                + " (2); SELECT pg_logical_emit_message(true, 'second', '\\xfffe00'::bytea); SELECT"
                + " pg_logical_emit_message(true, 'not this', 'x'); DELETE FROM a; COMMIT",
            "SELECT pg_logical_emit_message(true, '', '')",
            "BEGIN; SELECT pg_logical_emit_message(true, 'lost', 'x'); ROLLBACK");
  }
}
