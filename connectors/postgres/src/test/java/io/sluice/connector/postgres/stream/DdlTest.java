package io.sluice.connector.postgres.stream;

import static io.sluice.connector.postgres.testbed.TestSource.after;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.SourceTaskHarness;
import java.math.BigDecimal;
import java.util.List;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Changes of a table's form that the catalog knows of before the stream comes to them: what was
 * true of the table when a row was written is told of the row.
 */
class DdlTest {

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();

  @BeforeEach
  void table() {
    database.sql("CREATE TABLE t(id int PRIMARY KEY, n numeric(10,4))");
  }

  @AfterEach
  void drop() {
    TestSource.dropSlot(database);
  }

  @Test
  void rows_of_a_table_that_was_dropped_keep_their_key() {
    List<SourceRecord> records = streamedLater(1, "INSERT INTO t VALUES (7, 1.5)", "DROP TABLE t");

    assertThat(key(records.get(0)).getInt32("id")).isEqualTo(7);
  }

  @Test
  void rows_of_a_table_that_was_dropped_and_made_again_keep_the_key_of_their_own() {
    List<SourceRecord> records =
        streamedLater(
            2,
            "BEGIN; INSERT INTO t VALUES (7, 1.5); DROP TABLE t; CREATE TABLE t(code text PRIMARY"
                + " KEY, id int); INSERT INTO t VALUES ('x', 8); COMMIT");

    assertThat(key(records.get(0)).getInt32("id")).isEqualTo(7);
    assertThat(key(records.get(1)).getString("code")).isEqualTo("x");
  }

  @Test
  void a_table_that_is_dropped_while_it_is_streamed_keeps_its_key_whatever_its_identity() {
    database.sql("ALTER TABLE t REPLICA IDENTITY FULL");
    try (SourceTaskHarness source = TestSource.start(database)) {
      TestSource.awaitStreaming(database);
      database.sql("INSERT INTO t VALUES (1, 1)");
      List<SourceRecord> before = source.poll(1);
      database.sql(
          "BEGIN; INSERT INTO t VALUES (2, 2); ALTER TABLE t ADD m int; INSERT INTO t VALUES (3);"
              + " DROP TABLE t; COMMIT");
      List<SourceRecord> records = source.poll(2);

      assertThat(key(before.get(0)).schema().fields()).hasSize(1);
      assertThat(records).extracting(r -> key(r).getInt32("id")).containsExactly(2, 3);
    }
  }

  @Test
  void rows_of_a_table_that_was_renamed_keep_its_former_name_and_key() {
    List<SourceRecord> records =
        streamedLater(
            2,
            "INSERT INTO t VALUES (7, 1.5)",
            "ALTER TABLE t RENAME TO u",
            "INSERT INTO u VALUES (8, 1.5)");

    assertThat(records)
        .extracting(r -> r.topic() + " " + key(r).getInt32("id"))
        .containsExactly("srv.public.t 7", "srv.public.u 8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"numeric(5,2)", "numeric(20,9)", "numeric", "text", "float8", "int"})
  void a_value_that_was_written_before_its_columns_type_changed_is_as_it_was(String type) {
    List<SourceRecord> records =
        streamedLater(
            2,
            "INSERT INTO t VALUES (1, 12.3456)",
            "ALTER TABLE t ALTER n TYPE " + type,
            "INSERT INTO t(id) VALUES (2)");

    assertThat((BigDecimal) after(records.get(0)).get("n")).isEqualByComparingTo("12.3456");
  }

  @Test
  void a_row_without_a_value_that_was_written_before_its_column_had_to_have_one_has_none() {
    List<SourceRecord> records =
        streamedLater(
            3,
            "INSERT INTO t VALUES (1, NULL)",
            "UPDATE t SET n = 5 WHERE id = 1",
            "ALTER TABLE t ALTER n SET NOT NULL",
            "INSERT INTO t VALUES (2, 2)");

    assertThat(records)
        .extracting(r -> String.valueOf(after(r).get("n")))
        .containsExactly("null", "5.0000", "2.0000");
    assertThat(records)
        .extracting(r -> after(r).schema().field("n").schema().isOptional())
        .containsExactly(true, true, false);
  }

  /** The catalog is ahead of the whole of it. */
  private List<SourceRecord> streamedLater(int records, String... changes) {
    SourceTaskHarness source = TestSource.start(database);
    try (source) {
      TestSource.awaitStreaming(database);
      database.sql("INSERT INTO t VALUES (0, 0)");
      source.commit(source.poll(1));
      source.stop();
      database.sql(changes);
      source.start();
      return source.poll(records);
    }
  }

  private static Struct key(SourceRecord record) {
    assertThat(record.key()).as("key of a record of %s", record.topic()).isNotNull();
    return (Struct) record.key();
  }
}
