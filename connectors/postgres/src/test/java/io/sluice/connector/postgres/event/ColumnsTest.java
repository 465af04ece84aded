package io.sluice.connector.postgres.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.postgres.SourcePreflight;
import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.SourceTaskHarness;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnsTest {

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();

  @AfterEach
  void drop() {
    TestSource.dropSlot(database);
  }

  @Test
  void an_excluded_column_of_the_key_is_in_the_key_and_not_in_the_row() {
    database.sql("CREATE TABLE t(a int, b int, v text, PRIMARY KEY (b, a))");
    for (SourceRecord each :
        inSnapshotAndStream("INSERT INTO t VALUES (%d, 2, 'v')", "column.exclude.list", ".*\\.a")) {
      assertThat(names(((Struct) each.key()).schema())).containsExactly("b", "a");
      assertThat(((Struct) each.key()).getInt32("a")).isPositive();
      assertThat(names(TestSource.after(each).schema())).containsExactly("b", "v");
    }
  }

  @Test
  void other_columns_than_those_of_the_primary_key_make_the_key() {
    database.sql("CREATE TABLE t(a int PRIMARY KEY, b text, c int)");
    for (SourceRecord each :
        inSnapshotAndStream(
            "INSERT INTO t VALUES (%d, 'x', 3)",
            "message.key.columns", "public.t:c,b", "column.exclude.list", "public.t.c")) {
      assertThat(names(((Struct) each.key()).schema())).containsExactly("c", "b");
      assertThat(((Struct) each.key()).get("c")).isEqualTo(3);
      assertThat(names(TestSource.after(each).schema())).containsExactly("a", "b");
    }
  }

  @ParameterizedTest
  @CsvSource({"DEFAULT, 1", "FULL, 0", "USING INDEX u, 0"})
  void an_own_key_must_be_in_the_replica_identity(String identity, int findings) {
    database.sql(
        "CREATE TABLE t(a int PRIMARY KEY, b text NOT NULL)",
        "CREATE UNIQUE INDEX u ON t(b)",
        "ALTER TABLE t REPLICA IDENTITY " + identity);
    PostgresConfig config =
        new PostgresConfig(TestSource.config(database, "message.key.columns", "public.t:b"));

    assertThat(SourcePreflight.look(config).findings())
        .filteredOn(finding -> finding.setting().equals("message.key.columns"))
        .hasSize(findings);
  }

  @Test
  void a_masked_column_of_the_key_stays_as_it_is_in_the_key() {
    database.sql("CREATE TABLE t(a text PRIMARY KEY, b text)");
    for (SourceRecord each :
        inSnapshotAndStream(
            "INSERT INTO t VALUES ('a%d', NULL)", "column.mask.with.2.chars", "public.t.*")) {
      assertThat(((Struct) each.key()).getString("a")).startsWith("a");
      assertThat(TestSource.after(each).getString("a")).isEqualTo("**");
      assertThat(TestSource.after(each).getString("b")).isEqualTo("**");
    }
  }

  @Test
  void comments_of_columns_are_in_the_schema_where_they_are_wanted() {
    database.sql("CREATE TABLE t(a int PRIMARY KEY)", "COMMENT ON COLUMN t.a IS 'number of it'");
    for (SourceRecord each :
        inSnapshotAndStream("INSERT INTO t VALUES (%d)", "include.schema.comments", "true")) {
      assertThat(TestSource.after(each).schema().field("a").schema().doc())
          .isEqualTo("number of it");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "column.mask.hash.ROT-13.with.salt.x, .*, algorithm",
    "column.mask.with.some.chars, .*, is no setting",
    "column.truncate.to.5.chars, '(', regular expression",
    "message.key.columns, no-colon, table:column"
  })
  void a_rule_that_makes_no_sense_is_refused_by_name(String name, String value, String reason) {
    assertThatThrownBy(() -> TestSource.start(database, name, value).close())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(name)
        .hasMessageContaining(reason);
  }

  /** A row of each; the statement gets the row's number. */
  private List<SourceRecord> inSnapshotAndStream(String insert, String... settings) {
    database.sql(insert.formatted(1));
    try (SourceTaskHarness source = TestSource.start(database, settings)) {
      List<SourceRecord> records = new ArrayList<>(source.poll(1));
      TestSource.awaitStreaming(database);
      database.sql(insert.formatted(2));
      records.addAll(source.poll(1));
      return records;
    }
  }

  private static List<String> names(Schema schema) {
    return schema.fields().stream().map(Field::name).toList();
  }
}
