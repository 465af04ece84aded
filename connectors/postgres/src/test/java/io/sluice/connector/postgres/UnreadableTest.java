package io.sluice.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.SourceTaskHarness;
import java.util.List;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnreadableTest {

  private static final String EVENTS = "event.processing.failure.handling.mode";
  private static final String VALUES = "event.converting.failure.handling.mode";

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();

  @BeforeEach
  void table() {
    // Connect's Decimal has no NaN.
    database.sql("CREATE TABLE t(id int PRIMARY KEY, n numeric(5, 2) NOT NULL, o numeric(5, 2))");
  }

  @AfterEach
  void drop() {
    TestSource.dropSlot(database);
  }

  @Test
  void a_change_that_cannot_be_read_stops_the_task_and_names_the_column() {
    try (SourceTaskHarness source = TestSource.start(database)) {
      TestSource.awaitStreaming(database);
      database.sql("INSERT INTO t VALUES (1, 'NaN', NULL)");

      assertThatThrownBy(() -> source.poll(1))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("public.t.n")
          .hasMessageMatching("(?s).*\\(log position [0-9A-F]+/[0-9A-F]+\\).*");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"warn", "skip", "ignore"})
  void a_change_that_cannot_be_read_is_left_out_where_that_is_wanted(String mode) {
    try (SourceTaskHarness source = TestSource.start(database, EVENTS, mode)) {
      TestSource.awaitStreaming(database);
      database.sql(
          "BEGIN; INSERT INTO t VALUES (1, 1, 1); INSERT INTO t VALUES (2, 'NaN', 1);"
              + " UPDATE t SET o = 'NaN' WHERE id = 1; INSERT INTO t VALUES (3, 3, 3); COMMIT");

      List<SourceRecord> records = source.poll(2);

      assertThat(records).extracting(r -> TestSource.after(r).get("id")).containsExactly(1, 3);
      source.commit(records);
      source.restart();
      database.sql("INSERT INTO t VALUES (4, 4, 4)");
      assertThat(TestSource.after(source.poll(1).get(0)).get("id")).isEqualTo(4);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"warn", "skip"})
  void a_value_that_cannot_be_read_is_left_out_where_that_is_wanted(String mode) {
    database.sql("INSERT INTO t VALUES (1, 'NaN', 'NaN')");
    try (SourceTaskHarness source = TestSource.start(database, VALUES, mode)) {
      SourceRecord read = source.poll(1).get(0);
      TestSource.awaitStreaming(database);
      database.sql("INSERT INTO t VALUES (2, 'NaN', 'NaN')");

      for (SourceRecord each : List.of(read, source.poll(1).get(0))) {
        assertThat(TestSource.after(each).get("o")).isNull();
        assertThat(TestSource.after(each).get("n")).hasToString("0.00");
      }
    }
  }

  @Test
  void a_value_of_the_key_is_never_left_out() {
    database.sql("CREATE TABLE k(id numeric(5, 2) PRIMARY KEY)", "INSERT INTO k VALUES ('NaN')");
    try (SourceTaskHarness source = TestSource.start(database, VALUES, "skip")) {
      assertThatThrownBy(() -> source.poll(1))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("public.k.id");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM coded WHERE id = 1",
        "UPDATE coded SET id = 3 WHERE id = 1",
        "DELETE FROM indexed WHERE id = 1",
        "UPDATE indexed SET code = 'z' WHERE id = 1"
      })
  void a_change_whose_old_row_lacks_a_column_of_the_key_is_not_taken_for_one_of_another_row(
      String change) {
    String table = "(id int PRIMARY KEY, code text NOT NULL UNIQUE)";
    database.sql(
        "CREATE TABLE coded" + table,
        "CREATE TABLE indexed" + table,
        "ALTER TABLE indexed REPLICA IDENTITY USING INDEX indexed_code_key");
    try (SourceTaskHarness source =
        TestSource.start(database, "message.key.columns", "public.coded:code")) {
      TestSource.awaitStreaming(database);
      database.sql(
          "INSERT INTO coded VALUES (1, 'a')", "INSERT INTO indexed VALUES (1, 'a')", change);
      source.poll(2);

      assertThatThrownBy(() -> source.poll(1))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("REPLICA IDENTITY FULL");
    }
  }

  @Test
  void deletes_that_nobody_wants_need_no_key() {
    database.sql("CREATE TABLE coded(id int PRIMARY KEY, code text NOT NULL)");
    try (SourceTaskHarness source =
        TestSource.start(
            database, "message.key.columns", "public.coded:code", "skipped.operations", "d")) {
      TestSource.awaitStreaming(database);
      database.sql(
          "INSERT INTO coded VALUES (1, 'a')",
          "DELETE FROM coded",
          "INSERT INTO coded VALUES (2, 'b')");

      assertThat(source.poll(2)).extracting(TestSource::op).containsExactly("c", "c");
    }
  }
}
