package io.sluice.connector.postgres;

import static io.sluice.connector.postgres.testbed.TestSource.after;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.SourceTaskHarness;
import java.util.List;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Publications with column lists and row filters, which tell less than a snapshot has. */
class PublicationPartsTest {

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();

  @BeforeEach
  void table() {
    database.sql(
        "CREATE TABLE w(id int PRIMARY KEY, v text, n int)", "INSERT INTO w VALUES (1, 'a', 1)");
  }

  @AfterEach
  void drop() {
    TestSource.dropSlot(database);
  }

  @Test
  void a_column_list_without_a_captured_column_is_refused_before_a_row_is_read() {
    publication("w (id, v)");
    try (SourceTaskHarness source = TestSource.start(database)) {
      assertThatThrownBy(() -> source.poll(1))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("column n of public.w")
          .hasMessageContaining("ADD TABLE \"public\".\"w\"");
    }
  }

  @Test
  void a_row_filter_is_refused_before_a_row_is_read() {
    publication("w WHERE (id < 900)");
    try (SourceTaskHarness source = TestSource.start(database)) {
      assertThatThrownBy(() -> source.poll(1))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("the rows that do not meet the row filter of public.w");
    }
  }

  @Test
  void a_list_that_came_between_two_runs_is_refused() {
    publication("w");
    try (SourceTaskHarness source = TestSource.start(database)) {
      source.commit(source.poll(1));
      source.stop();
      database.sql("ALTER PUBLICATION dbz_publication SET TABLE w (id, v)");

      source.restart();

      assertThatThrownBy(() -> source.poll(1)).hasMessageContaining("column n of public.w");
    }
  }

  @Test
  void a_column_list_with_all_captured_columns_is_as_good_as_none() {
    publication("w (id, v)");
    try (SourceTaskHarness source =
        TestSource.start(database, "column.exclude.list", "public.w.n")) {
      source.commit(source.poll(1));
      database.sql("UPDATE w SET v = 'b'");

      assertThat(after(source.poll(1).get(0)).getString("v")).isEqualTo("b");
    }
  }

  @Test
  void a_filter_that_is_meant_to_be_is_obeyed_by_the_stream() {
    publication("w WHERE (id < 900)");
    try (SourceTaskHarness source =
        TestSource.start(database, "sluice.publication.parts", "warn")) {
      source.commit(source.poll(1));
      database.sql("INSERT INTO w VALUES (950, 'x', 1)", "INSERT INTO w VALUES (2, 'b', 1)");

      assertThat(source.poll(1)).extracting(r -> after(r).getInt32("id")).containsExactly(2);
    }
  }

  @Test
  void lists_of_tables_that_are_not_captured_are_none_of_our_business() {
    database.sql("CREATE TABLE others(id int PRIMARY KEY, v text)");
    publication("w, others (id)");

    assertThat(findings("table.include.list", "public.w")).isEmpty();
  }

  @Test
  void validate_tells_a_list_and_a_filter_at_once() {
    publication("w (id, v) WHERE (id < 900)");

    assertThat(findings())
        .singleElement()
        .asString()
        .contains("column n and the rows that do not meet the row filter of public.w");
  }

  private void publication(String tables) {
    database.sql("CREATE PUBLICATION dbz_publication FOR TABLE " + tables);
  }

  private List<String> findings(String... settings) {
    return new PostgresConnector()
        .validate(TestSource.config(database, settings)).configValues().stream()
            .flatMap(value -> value.errorMessages().stream())
            .toList();
  }
}
