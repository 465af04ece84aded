package io.sluice.connector.table.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.table.LeapingTimeConnector;
import io.sluice.testkit.SinkRun;
import io.sluice.testkit.SinkTaskHarness;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

/**
 * Rows of which several pipelines bring some columns each: what one brings another leaves alone.
 */
public abstract class SharedRowCases extends SinkCase {
  private static final Schema SIZED = sized(Schema.INT64_SCHEMA);
  private static final Schema MAYBE_SIZED = sized(Schema.OPTIONAL_INT64_SCHEMA);

  private static Schema sized(Schema size) {
    return SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).field("size", size).build();
  }

  private static Struct sized(Schema schema, long id, long size) {
    return new Struct(schema).put("id", id).put("size", size);
  }

  private static Struct named(long id, String name) {
    return new Struct(Records.ROW).put("id", id).put("name", name);
  }

  @Test
  void pipelines_that_bring_other_columns_of_a_row_leave_each_others_as_they_are()
      throws Exception {
    start(Map.of("name", "names"));
    records.flat("t", named(1, "a")).flat("t", named(2, "b")).committed();
    start(Map.of("name", "sizes"));
    records.flat("t", sized(MAYBE_SIZED, 1, 5));
    records.flat("t", sized(MAYBE_SIZED, 3, 6)).committed();
    start(Map.of("name", "names"));
    records
        .flat("t", named(1, "a"))
        .flat("t", named(2, "b")); // Behind the position that is stored.
    records.flat("t", named(1, "c")).flat("t", named(3, "d")).committed();
    assertThat(target.rows("select id, name, size from t order by id"))
        .containsExactly("1|c|5", "2|b|null", "3|d|6");
  }

  @Test
  void what_a_pipeline_writes_beside_its_fields_is_not_anothers_either() throws Exception {
    start(Map.of("name", "sizes", "metadata.columns", "pipeline"));
    records.flat("t", sized(MAYBE_SIZED, 1, 5)).committed();
    start(Map.of("name", "names"));
    records.flat("t", named(1, "a")).flat("t", named(2, "b")).committed();
    assertThat(
            target.rows(
                "select id, name, size, case when _pipeline is null then 0 else 1 end from t"
                    + " order by id"))
        .containsExactly("1|a|5|1", "2|b|null|0");
  }

  @Test
  void a_column_that_another_pipeline_brings_keeps_its_default_and_stays_not_null()
      throws Exception {
    String must = "size bigint default 5 not null";
    target.execute("create table t (id bigint primary key, name varchar(90), " + must + ")");
    start(Map.of("name", "sizes"));
    records.flat("t", sized(SIZED, 1, 6)).committed();
    start(Map.of("name", "names"));
    records.flat("t", named(1, "a")).flat("t", named(2, "b")).committed();
    assertThat(target.rows("select id, name, size from t order by id"))
        .containsExactly("1|a|6", "2|b|5");
    assertThatThrownBy(() -> target.execute("insert into t (id, size) values (3, null)"))
        .as("the column is still NOT NULL")
        .isInstanceOf(SQLException.class);
  }

  @Test
  void a_row_goes_in_although_another_pipeline_has_yet_to_bring_what_it_must_have()
      throws Exception {
    start(Map.of("name", "sizes"));
    records.flat("t", sized(SIZED, 1, 6)).committed();
    start(Map.of("name", "names"));
    records.flat("t", named(2, "b")).committed();
    assertThat(target.rows("select id, name, size from t order by id"))
        .containsExactly("1|null|6", "2|b|null");
    assertThat(sink.reported()).isEmpty();
  }

  @Test
  void a_mark_of_an_earlier_setting_does_not_outlive_the_deletion() throws Exception {
    start(Map.of("delete.mode", "soft"));
    records.change("r", 1, "a").delete(1).committed();
    start(Map.of("name", "other"));
    records.change("c", 1, "b").committed();
    assertThat(target.rows("select id, name, _deleted_at from orders")).containsExactly("1|b|null");
  }

  @Test
  @NotOnWorker("the time of its task is the test's")
  void a_mark_that_another_pipeline_begins_to_set_is_taken_from_a_row_without_a_restart()
      throws Exception {
    try (SinkRun leaping = leaping(Map.of("name", "other"))) {
      Records others = new Records(leaping);
      others.change("c", 2, "a").committed();
      start(Map.of("name", "marks", "delete.mode", "soft"));
      records.change("r", 1, "a").delete(1).committed();
      sink.close();
      others.change("c", 1, "b").committed();
      assertThat(leaping.reported()).isEmpty();
      assertThat(target.rows("select id, name, _deleted_at from orders order by id"))
          .containsExactly("1|b|null", "2|a|null");
    }
  }

  @Test
  @NotOnWorker("the time of its task is the test's")
  void a_column_that_another_pipeline_begins_to_bring_is_left_alone_without_a_restart()
      throws Exception {
    try (SinkRun leaping = leaping(Map.of("name", "names"))) {
      Records names = new Records(leaping);
      names.flat("t", named(1, "a")).committed();
      start(Map.of("name", "sizes"));
      records.flat("t", sized(MAYBE_SIZED, 1, 5)).committed();
      sink.close();
      names.flat("t", named(1, "b")).flat("t", named(2, "c")).committed();
      assertThat(leaping.reported()).isEmpty();
      assertThat(target.rows("select id, name, size from t order by id"))
          .containsExactly("1|b|5", "2|c|null");
    }
  }

  /** A sink to which each of its transactions is long after the one before. */
  private SinkRun leaping(Map<String, String> settings) {
    Map<String, String> config = new HashMap<>(target.config());
    config.putAll(settings);
    return new SinkTaskHarness(LeapingTimeConnector::new, config).start();
  }
}
