package io.sluice.connector.table.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All versions of a row, each in the place of its time. */
public abstract class HistoryByTimeCases extends SinkCase {
  private static final Map<String, String> BY_TIME =
      Map.of("mode", "history", "history.order", "event_time");

  private static final Schema TIMED =
      SchemaBuilder.struct()
          .name("Timed")
          .optional()
          .field("id", Schema.INT64_SCHEMA)
          .field("name", Schema.STRING_SCHEMA)
          .field(
              "changed",
              SchemaBuilder.int64().name("io.debezium.time.MicroTimestamp").optional().build())
          .build();

  @BeforeEach
  void byTime() {
    start(BY_TIME);
  }

  private void change(String op, long millis, @Nullable String name) {
    Struct row = name == null ? null : new Struct(Records.ROW).put("id", 1L).put("name", name);
    Struct value = Versions.envelope(Records.ENVELOPE, op, millis, 1, row);
    sink.append(Records.TOPIC, Records.KEY, Records.key(1), Records.ENVELOPE, value);
  }

  private List<String> versions() throws Exception {
    return Versions.of(target, "name");
  }

  @Test
  void what_comes_late_is_put_in_its_place() throws Exception {
    change("c", 10, "a");
    change("u", 40, "d");
    records.committed();
    change("u", 20, "b");
    records.committed();
    change("u", 30, "c");
    change("c", 0, "first");
    records.committed();
    assertThat(versions())
        .containsExactly(
            "first|0..10000|over",
            "a|10000..20000|over",
            "b|20000..30000|over",
            "c|30000..40000|over",
            "d|40000..|now");
  }

  @Test
  void a_late_change_of_a_row_that_was_deleted_ends_with_the_delete() throws Exception {
    change("c", 0, "a");
    change("d", 30, null);
    records.committed();
    change("u", 10, "b");
    records.committed();
    assertThat(versions()).containsExactly("a|0..10000|over", "b|10000..30000|over");
  }

  @Test
  void a_delete_that_comes_before_its_row_ends_it_all_the_same() throws Exception {
    change("d", 30, null);
    records.committed();
    change("c", 10, "a");
    records.committed();
    assertThat(target.rows("select name from orders where is_current")).isEmpty();
    assertThat(target.rows("select name from orders where valid_from < valid_to"))
        .containsExactly("a");
  }

  @Test
  void a_late_delete_leaves_what_came_after_it() throws Exception {
    change("c", 0, "a");
    change("u", 30, "b");
    records.committed();
    change("d", 10, null);
    records.committed();
    assertThat(versions()).containsExactly("a|0..10000|over", "b|30000..|now");
  }

  @Test
  void of_two_changes_of_one_time_the_last_counts() throws Exception {
    change("c", 0, "a");
    change("u", 10, "b");
    change("u", 10, "c");
    records.committed();
    change("u", 10, "d");
    records.committed();
    assertThat(versions()).containsExactly("a|0..10000|over", "d|10000..|now");
  }

  @Test
  void what_comes_again_adds_nothing() throws Exception {
    for (int i = 0; i < 3; i++) {
      change("c", 0, "a");
      change("u", 10, "b");
      change("d", 20, null);
      records.tombstone(1);
      records.committed();
    }
    change("r", 5, "a");
    records.committed();
    assertThat(versions()).containsExactly("a|0..10000|over", "b|10000..20000|over");
  }

  @Test
  void the_time_may_be_a_field_of_the_row() throws Exception {
    Map<String, String> settings = new HashMap<>(BY_TIME);
    settings.put("history.event.time.field", "changed");
    start(settings);
    flat("b", 10_500L);
    flat("a", 0L);
    flat("c", null);
    records.committed();
    assertThat(versions()).containsExactly("a|0..10500|over", "b|10500..|now");
    assertThat(sink.reported()).singleElement().asString().contains("'changed'");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_row_whose_key_changed_keeps_its_large_value_whatever_its_own_time(boolean restarted)
      throws Exception {
    Map<String, String> settings = new HashMap<>(BY_TIME);
    settings.put("history.event.time.field", "changed");
    start(settings);
    timed("c", 0, 1, "text", 0);
    records.committed();
    Struct gone = Versions.envelope(Records.envelope(TIMED), "d", 10, 1, null);
    sink.append(Records.TOPIC, Records.KEY, Records.key(1), gone.schema(), gone)
        .headers()
        .addStruct("__debezium.newkey", Records.key(5));
    records.committed();
    if (restarted) {
      sink.crash().start();
    }
    timed("c", 10, 5, "__debezium_unavailable_value", 3_000_000)
        .headers()
        .addStruct("__debezium.oldkey", Records.key(1));
    records.committed();
    assertThat(Versions.of(target, "id, name"))
        .containsExactly("1|text|0..10000|over", "5|text|3000000..|now");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_row_whose_key_changed_has_the_large_value_of_the_row_that_ended_there(boolean cut)
      throws Exception {
    Map<String, String> settings = new HashMap<>(BY_TIME);
    settings.put("history.event.time.field", "changed");
    start(settings);
    timed("c", 0, 1, "ended", 0);
    timed("u", 0, 1, "ahead", 50_000);
    Struct gone = Versions.envelope(Records.envelope(TIMED), "d", 10, 1, null);
    sink.append(Records.TOPIC, Records.KEY, Records.key(1), gone.schema(), gone)
        .headers()
        .addStruct("__debezium.newkey", Records.key(5));
    if (cut) {
      records.committed();
    }
    timed("c", 10, 5, "__debezium_unavailable_value", 20_000)
        .headers()
        .addStruct("__debezium.oldkey", Records.key(1));
    records.committed();
    assertThat(Versions.of(target, "id, name"))
        .containsExactly("1|ended|0..10000|over", "1|ahead|50000..|now", "5|ended|20000..|now");
  }

  @Test
  void a_row_keeps_the_large_value_of_a_version_that_another_row_replaces() throws Exception {
    Map<String, String> settings = new HashMap<>(BY_TIME);
    settings.put("history.event.time.field", "changed");
    settings.put("batch.size", "3");
    start(settings);
    timed("c", 0, 2, "another", 0);
    timed("c", 0, 3, "another", 0);
    timed("c", 0, 1, "large", 10_000);
    timed("u", 10, 1, "__debezium_unavailable_value", 20_000);
    timed("u", 10, 1, "__debezium_unavailable_value", 20_000);
    timed("u", 20, 1, "other", 10_000);
    records.committed();
    assertThat(Versions.of(target, "id, name"))
        .contains("1|other|10000..20000|over", "1|large|20000..|now");
  }

  private SinkRecord timed(String op, long millis, long id, String name, long micros) {
    Struct row = new Struct(TIMED).put("id", id).put("name", name);
    row.put("changed", Versions.BASE * 1000 + micros);
    Struct value = Versions.envelope(Records.envelope(TIMED), op, millis, 1, row);
    return sink.append(Records.TOPIC, Records.KEY, Records.key(id), value.schema(), value);
  }

  @Test
  void times_of_other_centuries_have_their_places() throws Exception {
    long seventeenth = -11_676_096_000_000L - Versions.BASE; // The year 1600.
    long twentyFourth = 10_413_792_000_000L - Versions.BASE; // The year 2300.
    change("c", twentyFourth, "c");
    change("c", seventeenth, "a");
    records.committed();
    change("u", twentyFourth + 10, "d");
    change("u", seventeenth + 10, "b");
    records.committed();
    assertThat(target.rows("select name from orders order by valid_from"))
        .containsExactly("a", "b", "c", "d");
    assertThat(target.rows("select name from orders where is_current")).containsExactly("d");
  }

  private void flat(String name, @Nullable Long micros) {
    Struct row = new Struct(TIMED).put("id", 1L).put("name", name);
    row.put("changed", micros == null ? null : Versions.BASE * 1000 + micros);
    records.flat(Records.TOPIC, row);
  }
}
