package io.sluice.connector.postgres.differential;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("long")
class NamesDifferentialTest {

  @RegisterExtension final Comparison debezium = new Comparison();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SchemaTopicNamingStrategy",
        "SchemaUnicodeTopicNamingStrategy",
        "DefaultTopicNamingStrategy",
        "DefaultUnicodeTopicNamingStrategy"
      })
  void topics_by_strategy(String strategy) {
    odd();
    debezium
        .with("topic.naming.strategy", "io.debezium.schema." + strategy, "topic.delimiter", "-")
        .same(changes());
  }

  @ParameterizedTest
  @CsvSource({
    "SchemaRegexTopicNamingStrategy,srv\\.public\\.shard_(.*),srv.all.$1,true",
    "SchemaRegexTopicNamingStrategy,srv\\.public\\.shard_(.*),srv.all.$1,false",
    "DefaultRegexTopicNamingStrategy,srv\\.shard_(.*),all_$1,true"
  })
  void topics_that_several_tables_share(
      String strategy, String regex, String replacement, String unique) {
    debezium
        .given(
            "CREATE TABLE shard_a(id int PRIMARY KEY)",
            "CREATE TABLE shard_b(id int)",
            "ALTER TABLE shard_b REPLICA IDENTITY FULL",
            "INSERT INTO shard_a VALUES (1)",
            "INSERT INTO shard_b VALUES (1)")
        .with(
            "topic.naming.strategy",
            "io.debezium.schema." + strategy,
            "topic.regex",
            regex,
            "topic.replacement",
            replacement,
            "topic.key.enforce.uniqueness",
            unique,
            "topic.key.field.name",
            "shard",
            "topic.key.field.regex",
            ".*shard_(.*)",
            "topic.key.field.replacement",
            "$1")
        .same("UPDATE shard_a SET id = 2", "UPDATE shard_b SET id = 2", "DELETE FROM shard_b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "avro", "avro_unicode"})
  void names_that_avro_cannot_have(String mode) {
    odd();
    debezium
        .with(
            "schema.name.adjustment.mode",
            mode,
            "field.name.adjustment.mode",
            mode,
            "topic.prefix",
            "9-srv",
            "column.propagate.source.type",
            ".*\\.1st_ñame",
            "provide.transaction.metadata",
            "true")
        .same(changes());
  }

  @Test
  void skipped_operations_of_every_kind() {
    odd();
    debezium.with("skipped.operations", "u,t").same(changes());
  }

  @Test
  void no_tombstones() {
    odd();
    debezium.with("tombstones.on.delete", "false", "skipped.operations", "c").same(changes());
  }

  private void odd() {
    debezium.given(
        "CREATE TABLE \"my Table-ü_x\"(\"1st_ñame\" int PRIMARY KEY, \"a-b.c\" text, \"_\" int)",
        "INSERT INTO \"my Table-ü_x\" VALUES (1, 'x', 2)",
        "CREATE SCHEMA \"other.one\"",
        "CREATE TABLE \"other.one\".\"2nd\"(\"€\" int PRIMARY KEY)",
        "INSERT INTO \"other.one\".\"2nd\" VALUES (1)");
  }

  private static String[] changes() {
    return new String[] {
      "UPDATE \"my Table-ü_x\" SET \"a-b.c\" = 'y'",
      "UPDATE \"my Table-ü_x\" SET \"1st_ñame\" = 5",
      "DELETE FROM \"my Table-ü_x\"",
      "INSERT INTO \"other.one\".\"2nd\" VALUES (2)",
      "TRUNCATE \"other.one\".\"2nd\""
    };
  }
}
