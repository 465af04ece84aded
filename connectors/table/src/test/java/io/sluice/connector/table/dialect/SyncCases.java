package io.sluice.connector.table.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What a pipeline brought into a table is known, and leaves it as the settings say. */
public abstract class SyncCases extends SinkCase {
  private static final Schema WITH =
      SchemaBuilder.struct()
          .field("id", Schema.INT64_SCHEMA)
          .field("v", SchemaBuilder.int32().doc("What it's worth").build())
          .build();
  private static final Schema MAYBE =
      SchemaBuilder.struct()
          .field("id", Schema.INT64_SCHEMA)
          .field("v", Schema.OPTIONAL_INT32_SCHEMA)
          .build();
  private static final Schema WITHOUT =
      SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();

  private void with(long id, int v) {
    records.flat("t", new Struct(WITH).put("id", id).put("v", v)).delivered();
  }

  private void without(long id) {
    records.flat("t", new Struct(WITHOUT).put("id", id)).delivered();
  }

  private List<String> table() throws Exception {
    sink.commit();
    assertThat(sink.reported()).isEmpty();
    return target.rows("select * from t order by id");
  }

  @Test
  void a_dropped_field_keeps_its_values_in_rows_that_are_not_written() throws Exception {
    with(1, 1);
    with(2, 2);
    without(2);
    assertThat(table()).containsExactly("1|1", "2|null");
  }

  private void maybe(long id) {
    records.flat("t", new Struct(MAYBE).put("id", id).put("v", (int) id)).delivered();
  }

  @Test
  protected void the_log_names_a_column_that_is_made_anew_since_somebody_renamed_it()
      throws Exception {
    maybe(1);
    sink.commit();
    sink.crash();
    target.execute("alter table t rename column v to w");
    Logger logger = (Logger) LoggerFactory.getLogger("io.sluice.connector.table.write");
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    try {
      sink.start();
      maybe(2);
      maybe(3);
      sink.commit();
    } finally {
      logger.detachAppender(log);
    }
    assertThat(target.rows("select id, v, w from t order by id"))
        .containsExactly("1|null|1", "2|2|null", "3|3|null");
    assertThat(log.list)
        .singleElement()
        .satisfies(
            one ->
                assertThat(one.getFormattedMessage())
                    .startsWith("Column 'v' of table t is added anew")
                    .contains("column.rename.t"));
  }

  @Test
  protected void a_dropped_field_takes_its_column_along() throws Exception {
    start(Map.of("sync.columns", "remove"));
    with(1, 1);
    without(2);
    assertThat(table()).containsExactly("1", "2");
  }

  @Test
  void a_dropped_field_takes_all_values_along() throws Exception {
    start(Map.of("sync.columns", "null"));
    with(1, 1);
    sink.commit();
    with(2, 2);
    without(3);
    assertThat(table()).containsExactly("1|null", "2|null", "3|null");
  }

  @Test
  protected void a_field_that_was_dropped_while_nothing_ran_is_known() throws Exception {
    start(Map.of("sync.columns", "remove"));
    with(1, 1);
    sink.commit();
    sink.crash().start();
    without(2);
    assertThat(table()).containsExactly("1", "2");
  }

  @Test
  protected void a_crash_before_the_commit_leaves_column_and_values() throws Exception {
    start(Map.of("sync.columns", "remove"));
    with(1, 1);
    sink.commit();
    without(2);
    sink.crash();
    assertThat(target.rows("select * from t")).containsExactly("1|1");
    sink.start().deliver();
    assertThat(table()).containsExactly("1", "2");
  }

  @Test
  protected void a_field_that_comes_back_has_an_empty_column() throws Exception {
    start(Map.of("sync.columns", "remove"));
    with(1, 1);
    without(2);
    with(3, 3);
    assertThat(table()).containsExactly("1|null", "2|null", "3|3");
  }

  @Test
  protected void a_column_of_yours_stays() throws Exception {
    target.execute("create table t (id bigint, v integer, mine varchar(20))");
    start(Map.of("sync.columns", "remove"));
    with(1, 1);
    without(2);
    assertThat(table()).containsExactly("1|null", "2|null");
  }

  @Test
  void a_delete_tells_nothing_of_dropped_fields() throws Exception {
    start(Map.of("sync.columns", "remove"));
    with(1, 1);
    with(2, 2);
    records.tombstone("t", 1).delivered();
    assertThat(table()).containsExactly("2|2");
  }

  @Test
  void the_version_of_a_schema_is_stored_with_the_rows_that_needed_it() throws Exception {
    without(1);
    sink.commit();
    with(2, 2);
    sink.crash();
    String query = "select version, key_columns from _sluice_offsets_schemas";
    assertThat(target.rows(query)).containsExactly("1|\"id\"");
    sink.start().deliver().commit();
    assertThat(target.rows(query)).containsExactly("2|\"id\"");
  }

  @Test
  void what_a_field_is_for_is_said_of_its_column() throws Exception {
    without(1);
    with(2, 2);
    sink.commit();
    assertThat(target.commentOf("t", "v")).isIn(List.of("null"), List.of("What it's worth"));
  }

  @Test
  void a_pipeline_with_another_key_is_refused() throws Exception {
    with(1, 1);
    sink.commit();
    start(Map.of("name", "other", "mode", "append"));
    assertThatThrownBy(() -> with(1, 1))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'other'")
        .hasMessageContaining("[id]")
        .hasMessageContaining("fan.in");
  }

  @Test
  void a_pipeline_with_another_key_is_taken_where_the_setting_says_so() throws Exception {
    with(1, 1);
    sink.commit();
    start(
        Map.of(
            "name",
            "other",
            "primary.key.mode",
            "record_value",
            "primary.key.fields",
            "v",
            "fan.in",
            "true"));
    with(2, 2);
    with(3, 2);
    assertThat(table()).containsExactly("1|1", "3|2");
  }

  @Test
  void a_column_that_another_pipeline_brings_stays() throws Exception {
    with(1, 1);
    sink.commit();
    start(Map.of("name", "other", "sync.columns", "remove"));
    with(2, 2);
    without(3);
    assertThat(table()).containsExactly("1|1", "2|2", "3|null");
  }
}
