package io.sluice.connector.table.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.record.Change;
import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.value.ColumnType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FirstLoadTest {
  private static final SinkRecord RECORD = new SinkRecord("t", 0, null, null, null, null, 0);
  private static final Change READ = read(null);

  private final AtomicLong nanos = new AtomicLong(-5); // A clock may begin anywhere.
  private final FirstLoad load = load(Map.of());

  private FirstLoad load(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>();
    all.put("url", "jdbc:sqlite:x");
    all.put("name", "load");
    all.put("sluice.tasks", "1");
    all.putAll(settings);
    return new FirstLoad(new TableSinkConfig(all), nanos::get);
  }

  private static Change read(@Nullable Struct source) {
    return new Change(Change.Kind.INSERT, "r", null, null, source, RECORD);
  }

  private static Change said(Schema type, @Nullable Object snapshot) {
    Schema source = SchemaBuilder.struct().field("snapshot", type).build();
    return read(new Struct(source).put("snapshot", snapshot));
  }

  private static Row row(boolean likelyNew, Object... key) {
    return new Row(key, new Object[0], null, likelyNew, null, RECORD);
  }

  @Test
  void a_table_that_a_row_of_a_snapshot_creates_is_filled_before_its_key() {
    assertThat(load.beginsWith(READ)).isTrue();
  }

  @Test
  void a_table_that_a_change_creates_is_not() {
    assertThat(load.beginsWith(new Change(Change.Kind.INSERT, "c", null, null, null, RECORD)))
        .isFalse();
    assertThat(load.beginsWith(new Change(Change.Kind.UPSERT, "r", null, null, null, RECORD)))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "first.load.key, before",
    "mode, append",
    "sluice.tasks, 2",
    "sluice.tasks, 0" // Not told: some other connector's task.
  })
  void nor_is_any_where_settings_or_other_tasks_stand_against_it(String setting, String value) {
    assertThat(load(Map.of(setting, value)).beginsWith(READ)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      value = ColumnType.Kind.class,
      names = {"UUID", "TEXT", "BYTES"})
  void a_key_with_values_in_no_order_gains(ColumnType.Kind kind) {
    ColumnType type =
        switch (kind) {
          case UUID -> ColumnType.UUID;
          case TEXT -> ColumnType.TEXT;
          default -> ColumnType.BYTES;
        };
    List<Table.Column> columns =
        List.of(
            new Table.Column("id", ColumnType.INT64, false),
            new Table.Column("other", type, false));
    assertThat(FirstLoad.gains(columns, List.of("id", "other"))).isTrue();
    assertThat(FirstLoad.gains(columns, List.of("id"))).isFalse();
  }

  @Test
  void a_key_that_an_index_may_not_take_is_not_let_in_without_one() {
    assertThat(FirstLoad.takes(row(true, "k".repeat(666)))).isTrue();
    assertThat(FirstLoad.takes(row(true, "k".repeat(667)))).isFalse();
    assertThat(FirstLoad.takes(row(true, "k".repeat(600), new byte[137], 1L))).isFalse();
    assertThat(FirstLoad.takes(row(true, "k".repeat(600), new byte[136], 1L))).isTrue();
  }

  @Test
  void a_row_that_may_be_there_is_not_let_in() {
    assertThat(FirstLoad.takes(row(false, "k"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"last", "last_in_data_collection"})
  void the_last_row_of_a_table_ends_the_load(String snapshot) {
    load.took(READ);
    load.took(said(Schema.OPTIONAL_STRING_SCHEMA, "first_in_data_collection"));
    load.took(said(Schema.OPTIONAL_STRING_SCHEMA, null));
    load.took(said(Schema.BOOLEAN_SCHEMA, true)); // As sources wrote it before there were words.
    assertThat(load.isThrough()).isFalse();
    load.took(said(Schema.OPTIONAL_STRING_SCHEMA, snapshot));
    load.took(READ);
    assertThat(load.isThrough()).isTrue();
  }

  @Test
  void three_seconds_without_rows_end_the_load() {
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));
    load.fed();
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(3) - 1);
    assertThat(load.isThrough()).isFalse();
    nanos.incrementAndGet();
    assertThat(load.isThrough()).isTrue();
  }

  @Test
  void so_many_rows_end_the_load() {
    for (int row = 1; row < 100_000_000; row++) {
      load.took(READ);
    }
    assertThat(load.isThrough()).isFalse();
    load.took(READ);
    assertThat(load.isThrough()).isTrue();
  }
}
