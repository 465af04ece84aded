package io.sluice.connector.postgres.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.postgres.PostgresConnector;
import io.sluice.connector.postgres.testbed.ShowingConverter;
import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.SourceTaskHarness;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Classes of the user's that convert values, by Debezium's interface. */
class ConvertersTest {

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();

  @BeforeEach
  void table() {
    database.sql(
        "CREATE TABLE t(id int PRIMARY KEY, n int NOT NULL DEFAULT 7, d date, big text, a int[])",
        "ALTER TABLE t ALTER big SET STORAGE external",
        "INSERT INTO t VALUES (1, 5, '2020-01-02', repeat('x', 9000))");
  }

  @AfterEach
  void drop() {
    TestSource.dropSlot(database);
  }

  @Test
  void columns_of_a_converter_are_as_it_makes_them_and_the_others_as_ever() {
    try (SourceTaskHarness source = start("c.columns", "public.t.(n|d)")) {
      SourceRecord row = source.poll(1).get(0);

      assertThat(TestSource.after(row).get("n")).isEqualTo("5");
      assertThat(TestSource.after(row).get("d")).isEqualTo("2020-01-02");
      assertThat(TestSource.after(row).get("id")).isEqualTo(1);
      assertThat(TestSource.after(row).schema().field("n").schema().defaultValue()).isEqualTo("7");
      assertThat(TestSource.after(row).schema().field("n").schema().isOptional()).isFalse();
      assertThat(TestSource.after(row).schema().field("d").schema().isOptional()).isTrue();
    }
  }

  @Test
  void null_and_what_was_not_sent_are_given_to_the_converter_as_null() {
    try (SourceTaskHarness source = start("c.columns", "public.t.(n|d)")) {
      source.poll(1);
      TestSource.awaitStreaming(database);
      database.sql("INSERT INTO t VALUES (2)", "DELETE FROM t WHERE id = 2");

      List<SourceRecord> records = source.poll(2);

      assertThat(TestSource.after(records.get(0)).get("n")).isEqualTo("7");
      assertThat(TestSource.after(records.get(0)).get("d")).isEqualTo("NULL");
      Struct before = ((Struct) records.get(1).value()).getStruct("before");
      assertThat(before.get("n")).isEqualTo("NULL");
    }
  }

  @Test
  void a_large_value_that_was_not_touched_is_the_placeholder_and_can_be_read_again() {
    try (SourceTaskHarness source = start("c.columns", "public.t.big")) {
      source.poll(1);
      TestSource.awaitStreaming(database);
      database.sql("UPDATE t SET n = 6");

      assertThat(TestSource.after(source.poll(1).get(0)).get("big"))
          .isEqualTo("__debezium_unavailable_value");
    }
    try (SourceTaskHarness source =
        start(
            "c.columns", "public.t.big", "c.classes", "true", "sluice.toast.complete", "current")) {
      source.poll(1);
      TestSource.awaitStreaming(database);
      database.sql("UPDATE t SET n = 7");

      assertThat(source.pollUntil(each -> TestSource.op(each).equals("u")))
          .last()
          .satisfies(
              each ->
                  assertThat(TestSource.after(each).getString("big"))
                      .startsWith("string xxx")
                      .hasSize(9007));
    }
  }

  @Test
  void keys_and_types_that_cannot_be_given_to_it_end_the_task() {
    try (SourceTaskHarness source = start("c.columns", "public.t.id")) {
      assertThatThrownBy(() -> source.poll(1))
          .isInstanceOf(ConnectException.class)
          .hasMessageContaining("public.t.id, which belongs to the key");
    }
    try (SourceTaskHarness source = start("c.columns", "public.t.a")) {
      assertThatThrownBy(() -> source.poll(1))
          .isInstanceOf(ConnectException.class)
          .hasMessageContaining("public.t.a, whose type _int4");
    }
  }

  @Test
  void a_converter_that_fails_ends_the_task_without_a_word_of_the_value() {
    try (SourceTaskHarness source = start("c.columns", "public.t.d", "c.fails", "true")) {
      assertThatThrownBy(() -> source.poll(1))
          .isInstanceOf(ConnectException.class)
          .hasMessageContaining("public.t.d: converter 'c' failed")
          .hasMessageContaining("ShowingConverter")
          .hasMessageNotContaining("secret")
          .hasNoCause();
    }
  }

  @Test
  void a_class_that_is_none_is_told_at_its_setting() {
    Map<String, List<String>> errors =
        new PostgresConnector()
                .validate(
                    TestSource.config(
                        database,
                        "converters",
                        "a, b,c",
                        "a.type",
                        "com.example.None",
                        "b.type",
                        "java.lang.Object"))
                .configValues()
                .stream()
                .filter(value -> !value.errorMessages().isEmpty())
                .collect(Collectors.toMap(ConfigValue::name, ConfigValue::errorMessages));

    assertThat(errors).containsOnlyKeys("a.type", "b.type", "c.type");
    assertThat(errors.get("a.type")).asString().contains("folder of this plugin");
  }

  private SourceTaskHarness start(String... settings) {
    Map<String, String> config = TestSource.config(database, settings);
    config.put("converters", "c");
    config.put("c.type", ShowingConverter.class.getName());
    return new SourceTaskHarness(PostgresConnector::new, config).start();
  }
}
