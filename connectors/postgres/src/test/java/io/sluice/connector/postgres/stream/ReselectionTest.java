package io.sluice.connector.postgres.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.postgres.PostgresConnector;
import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.SourceTaskHarness;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Debezium's post processor for values that are read again from the table. */
class ReselectionTest {

  private static final String TYPE = "io.debezium.processors.reselect.ReselectColumnsPostProcessor";
  private static final String PLACEHOLDER = "__debezium_unavailable_value";

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();

  @BeforeEach
  void table() {
    database.sql(
        "CREATE TABLE t(id int PRIMARY KEY, n int, v text, w text, big text, other text)",
        "ALTER TABLE t ALTER big SET STORAGE external, ALTER other SET STORAGE external",
        "INSERT INTO t VALUES (1, 0, 'v', 'w', repeat('x', 9000), repeat('y', 9000))");
  }

  @AfterEach
  void drop() {
    TestSource.dropSlot(database);
  }

  @Test
  void columns_of_the_list_are_read_again_and_no_others() {
    try (SourceTaskHarness source = start("r.reselect.columns.include.list", "PUBLIC.t:(big|v)")) {
      SourceRecord first =
          changeOf(source, "UPDATE t SET n = 1, v = NULL, w = NULL; UPDATE t SET v = 'new'");

      assertThat(TestSource.after(first).getString("big")).hasSize(9000);
      assertThat(TestSource.after(first).getString("other")).isEqualTo(PLACEHOLDER);
      assertThat(TestSource.after(first).getString("v")).isEqualTo("new");
      assertThat(TestSource.after(first).getString("w")).isNull();
    }
  }

  @Test
  void null_values_of_new_rows_are_read_again() {
    try (SourceTaskHarness source = start("r.reselect.columns.exclude.list", "public.t:w")) {
      SourceRecord first =
          changeOf(
              source, "INSERT INTO t(id) VALUES (2); UPDATE t SET v = 'v2', w = 'w2' WHERE id = 2");

      assertThat(TestSource.after(first).getString("v")).isEqualTo("v2");
      assertThat(TestSource.after(first).getString("w")).isNull();
    }
  }

  @Test
  void each_kind_of_value_can_be_left_alone() {
    try (SourceTaskHarness source =
        start("r.reselect.null.values", "False", "r.reselect.unavailable.values", "true")) {
      SourceRecord first = changeOf(source, "UPDATE t SET v = NULL; UPDATE t SET v = 'new'");

      assertThat(TestSource.after(first).getString("v")).isNull();
      assertThat(TestSource.after(first).getString("big")).hasSize(9000);
    }
  }

  @Test
  void rows_are_found_by_the_key_of_their_event_if_it_shall_be() {
    database.sql(
        "CREATE TABLE nokey(a int, n int, v text)", "ALTER TABLE nokey REPLICA IDENTITY FULL");
    try (SourceTaskHarness source =
        start(
            "r.reselect.use.event.key", "true",
            "message.key.columns", "public.nokey:a")) {
      SourceRecord first =
          changeOf(source, "INSERT INTO nokey VALUES (7, 1); UPDATE nokey SET v = 'later'");

      assertThat(TestSource.after(first).getString("v")).isEqualTo("later");
    }
  }

  @Test
  void a_row_that_is_gone_ends_the_task_if_it_shall() {
    try (SourceTaskHarness source = start("r.reselect.error.handling.mode", "fail")) {
      source.poll(1);
      TestSource.awaitStreaming(database);
      database.sql("BEGIN; UPDATE t SET n = 1; DELETE FROM t; COMMIT");

      assertThatThrownBy(() -> source.poll(1))
          .isInstanceOf(ConnectException.class)
          .hasMessageContaining("public.t")
          .hasMessageContaining("reselect.error.handling.mode");
    }
  }

  @Test
  void what_is_not_honoured_is_refused_at_its_setting() {
    Map<String, List<String>> errors =
        new PostgresConnector()
                .validate(
                    TestSource.config(
                        database,
                        "post.processors",
                        "r",
                        "post.processors.r.type",
                        "com.example.Other",
                        "post.processors.r.reselect.null.values",
                        "maybe",
                        "post.processors.r.reselect.columns.include.list",
                        "public.(",
                        "post.processors.r.reselect.nulls",
                        "true"))
                .configValues()
                .stream()
                .filter(value -> !value.errorMessages().isEmpty())
                .collect(Collectors.toMap(ConfigValue::name, ConfigValue::errorMessages));

    assertThat(errors)
        .containsOnlyKeys(
            "post.processors.r.type",
            "post.processors.r.reselect.null.values",
            "post.processors.r.reselect.columns.include.list",
            "post.processors.r.reselect.nulls");
  }

  /** The first record of the statements in one transaction, once the row was read. */
  private SourceRecord changeOf(SourceTaskHarness source, String statements) {
    source.poll(1);
    TestSource.awaitStreaming(database);
    database.sql("BEGIN; " + statements + "; COMMIT");
    return source.poll(2).get(0);
  }

  private SourceTaskHarness start(String... settings) {
    Map<String, String> config = TestSource.config(database, settings);
    config.put("post.processors", "r");
    config.put("r.type", TYPE);
    return new SourceTaskHarness(PostgresConnector::new, config).start();
  }
}
