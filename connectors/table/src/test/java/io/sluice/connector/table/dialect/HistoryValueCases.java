package io.sluice.connector.table.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values of all kinds in rows that are kept with all their versions, as keys too; and bad ones. */
public abstract class HistoryValueCases extends SinkCase {
  private long lsn = 100;

  @BeforeEach
  void history() {
    start(Map.of("mode", "history"));
  }

  private void append(String op, long millis, Struct key, Struct row) {
    Schema envelope = Records.envelope(row.schema());
    Struct value = Versions.envelope(envelope, op, millis, ++lsn, row);
    sink.append(Records.TOPIC, key.schema(), key, envelope, value);
  }

  private void change(String op, long millis, String name) {
    append(op, millis, Records.key(1), new Struct(Records.ROW).put("id", 1L).put("name", name));
  }

  @Test
  void a_row_that_the_database_refuses_leaves_the_version_before_it_as_it_is() throws Exception {
    target.execute("create table orders (id bigint, name varchar(100) check (name <> 'bad'))");
    change("c", 0, "a");
    records.committed();
    change("u", 10, "bad");
    records.committed();
    assertThat(Versions.of(target, "name")).containsExactly("a|0..|now");
    change("u", 20, "b");
    change("u", 30, "bad");
    change("u", 40, "c");
    records.committed();
    assertThat(Versions.of(target, "name"))
        .containsExactly("a|0..20000|over", "b|20000..40000|over", "c|40000..|now");
    assertThat(sink.reported()).hasSize(2);
  }

  @Test
  void a_row_that_is_refused_and_deleted_in_one_batch_leaves_nothing() throws Exception {
    target.execute("create table orders (id bigint, name varchar(100) check (name <> 'bad'))");
    change("c", 0, "bad");
    Struct gone = Versions.envelope(Records.ENVELOPE, "d", 10, ++lsn, null);
    sink.append(Records.TOPIC, Records.KEY, Records.key(1), Records.ENVELOPE, gone);
    records.committed();
    assertThat(target.rows("select id from orders")).isEmpty();
    assertThat(sink.reported()).hasSize(1);
  }

  @Test
  void a_value_that_cannot_even_be_compared_leaves_the_rows_other_changes_their_places()
      throws Exception {
    target.execute("create table orders (id bigint, name varchar(3) check (length(name) < 4))");
    change("c", 0, "a");
    records.committed();
    change("u", 10, "too long");
    change("u", 20, "c");
    change("u", 30, "too long, too");
    change("u", 40, "d");
    records.committed();
    assertThat(Versions.of(target, "name"))
        .containsExactly("a|0..20000|over", "c|20000..40000|over", "d|40000..|now");
    assertThat(sink.reported()).hasSize(2);
    change("u", 50, "too long");
    records.committed();
    assertThat(target.rows("select name from orders where is_current")).containsExactly("d");
    assertThat(sink.reported()).hasSize(3);
  }

  @Test
  void a_column_that_cannot_hold_times_of_versions_ends_the_run_by_name() throws Exception {
    target.execute("create table orders (id bigint, name varchar(100), valid_to date)");
    change("c", 0, "a");
    assertThatThrownBy(records::committed)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'valid_to'")
        .hasMessageContaining("history.valid.to");
    assertThat(sink.reported()).isEmpty();
  }

  @Test
  void a_second_pipeline_is_refused_with_both_names() throws Exception {
    change("c", 0, "a");
    records.committed();
    start(Map.of("mode", "history", "name", "second"));
    change("u", 10, "b");
    assertThatThrownBy(records::committed)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'second'")
        .hasMessageContaining("mode history");
    assertThat(Versions.of(target, "name")).containsExactly("a|0..|now");
  }

  /** Fields, each with a value and another one. */
  private static Map<String, List<Object>> values() {
    Map<String, List<Object>> values = new LinkedHashMap<>();
    values.put("flag", List.of(true, false));
    values.put("whole", List.of(Long.MAX_VALUE, Long.MAX_VALUE - 1));
    values.put("amount", List.of(new BigDecimal("12345678.90"), new BigDecimal("12345678.91")));
    values.put("single", List.of(0.1f, 0.2f));
    values.put("ratio", List.of(0.1, Math.nextUp(0.1)));
    values.put("word", List.of("Straße", "STRASSE"));
    values.put("blank", List.of("a", "a "));
    values.put("bytes", List.of(new byte[] {1, 0, -1}, new byte[] {1, 0, -2}));
    values.put("day", List.of(20_000, 20_001));
    values.put("time", List.of(1_000_001L, 1_000_002L));
    values.put("local", List.of(1_700_000_000_000_001L, 1_700_000_000_000_002L));
    values.put("zoned", List.of("2026-01-02T03:04:05.000006Z", "2026-01-02T03:04:05.000007Z"));
    values.put("span", List.of("P1M", "P30D"));
    values.put(
        "code",
        List.of("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "6ba7b810-9dad-11d1-80b4-00c04fd430c9"));
    values.put("doc", List.of("{\"a\": 1}", "{\"a\":1}"));
    values.put("list", List.of(Arrays.asList("x, y", null), Arrays.asList("x", "y", null)));
    return values;
  }

  private static final Schema WIDE =
      SchemaBuilder.struct()
          .optional()
          .field("id", Schema.INT64_SCHEMA)
          .field("flag", Schema.OPTIONAL_BOOLEAN_SCHEMA)
          .field("whole", Schema.OPTIONAL_INT64_SCHEMA)
          .field(
              "amount",
              Decimal.builder(2).parameter("connect.decimal.precision", "10").optional().build())
          .field("single", Schema.OPTIONAL_FLOAT32_SCHEMA)
          .field("ratio", Schema.OPTIONAL_FLOAT64_SCHEMA)
          .field("word", Schema.OPTIONAL_STRING_SCHEMA)
          .field("blank", Schema.OPTIONAL_STRING_SCHEMA)
          .field("bytes", Schema.OPTIONAL_BYTES_SCHEMA)
          .field("day", named(SchemaBuilder.int32(), "io.debezium.time.Date"))
          .field("time", named(SchemaBuilder.int64(), "io.debezium.time.MicroTime"))
          .field("local", named(SchemaBuilder.int64(), "io.debezium.time.MicroTimestamp"))
          .field("zoned", named(SchemaBuilder.string(), "io.debezium.time.ZonedTimestamp"))
          .field("span", named(SchemaBuilder.string(), "io.debezium.time.Interval"))
          .field("code", named(SchemaBuilder.string(), "io.debezium.data.Uuid"))
          .field("doc", named(SchemaBuilder.string(), "io.debezium.data.Json"))
          .field("list", SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA).optional().build())
          .build();

  private static Schema named(SchemaBuilder type, String name) {
    return type.name(name).optional().build();
  }

  private static Struct wide() {
    Struct row = new Struct(WIDE).put("id", 1L);
    values().forEach((field, both) -> row.put(field, both.get(0)));
    return row;
  }

  /** A value that differs in one field. */
  private static Struct with(Struct row, String field, @Nullable Object value) {
    Struct changed = new Struct(WIDE);
    WIDE.fields().forEach(each -> changed.put(each, row.get(each)));
    return changed.put(field, value);
  }

  private String count() throws Exception {
    return target.rows("select count(*) from orders").get(0);
  }

  @Test
  void a_row_with_values_of_all_kinds_that_is_read_again_adds_nothing() throws Exception {
    append("r", 0, Records.key(1), wide());
    records.committed();
    append("r", 10, Records.key(1), wide());
    records.committed();
    append("r", 20, Records.key(1), wide());
    append("r", 20, Records.key(1), wide());
    records.committed();
    assertThat(sink.reported()).isEmpty();
    assertThat(count()).isEqualTo("1");
  }

  @Test
  void a_value_of_any_kind_that_differs_is_another_version() throws Exception {
    Struct row = wide();
    append("r", 0, Records.key(1), row);
    records.committed();
    int versions = 1;
    for (Map.Entry<String, List<Object>> field : values().entrySet()) {
      row = with(row, field.getKey(), field.getValue().get(1));
      append("r", versions * 10L, Records.key(1), row);
      records.committed();
      versions++;
      assertThat(count()).as("after another %s", field.getKey()).isEqualTo("" + versions);
      row = with(row, field.getKey(), null);
      append("r", versions * 10L, Records.key(1), row);
      records.committed();
      versions++;
      assertThat(count()).as("after no %s", field.getKey()).isEqualTo("" + versions);
    }
    append("r", versions * 10L, Records.key(1), row);
    records.committed();
    assertThat(count()).isEqualTo("" + versions);
    assertThat(sink.reported()).isEmpty();
  }

  @Test
  void a_row_known_by_its_value_goes_on_under_another_one_with_its_large_value() throws Exception {
    start(
        Map.of(
            "mode", "history",
            "primary.key.mode", "record_value",
            "primary.key.fields", "id"));
    Schema envelope = Records.envelope(Records.ROW);
    change("c", 0, "text");
    records.committed();
    Struct gone = Versions.envelope(envelope, "d", 10, ++lsn, null);
    gone.put("before", new Struct(Records.ROW).put("id", 1L));
    sink.append(Records.TOPIC, Records.KEY, Records.key(1), envelope, gone)
        .headers()
        .addStruct("__debezium.newkey", Records.key(2));
    Struct row = new Struct(Records.ROW).put("id", 2L).put("name", "__debezium_unavailable_value");
    Struct there = Versions.envelope(envelope, "c", 10, lsn, row);
    sink.append(Records.TOPIC, Records.KEY, Records.key(2), envelope, there)
        .headers()
        .addStruct("__debezium.oldkey", Records.key(1));
    records.committed();
    assertThat(Versions.of(target, "id, name"))
        .containsExactly("1|text|0..10000|over", "2|text|10000..|now");
  }

  private void keyed(String field, Schema type, Object... keys) throws Exception {
    Schema key = SchemaBuilder.struct().field(field, type).build();
    Schema row =
        SchemaBuilder.struct()
            .optional()
            .field(field, type)
            .field("n", Schema.INT32_SCHEMA)
            .build();
    for (int n = 0; n < 3; n++) {
      for (Object value : keys) {
        Struct after = new Struct(row).put(field, value).put("n", n);
        append("u", n * 10L, new Struct(key).put(field, value), after);
      }
      records.committed();
    }
    assertThat(sink.reported()).isEmpty();
    assertThat(target.rows("select count(*), count(valid_to), min(n) from orders"))
        .containsExactly("%d|%d|0".formatted(keys.length * 3, keys.length * 2));
    assertThat(target.rows("select count(*) from orders where is_current and n = 2"))
        .containsExactly("" + keys.length);
  }

  @Test
  void keys_of_text_are_told_apart_by_every_character() throws Exception {
    keyed("k", Schema.STRING_SCHEMA, "a", "A", "a ", "ä", "it's", "");
  }

  @Test
  void keys_of_decimals_find_their_versions() throws Exception {
    Schema decimal = Decimal.builder(2).parameter("connect.decimal.precision", "10").build();
    keyed("k", decimal, new BigDecimal("0.10"), new BigDecimal("-1.00"), new BigDecimal("99.99"));
  }

  @Test
  void keys_of_bytes_find_their_versions() throws Exception {
    keyed("k", Schema.BYTES_SCHEMA, new byte[] {0}, new byte[] {0, 0}, new byte[] {-1});
  }

  @Test
  void keys_of_times_find_their_versions() throws Exception {
    Schema local = SchemaBuilder.int64().name("io.debezium.time.MicroTimestamp").build();
    keyed("k", local, 0L, 1L, 1_700_000_000_000_001L);
  }

  @Test
  void keys_of_uuids_find_their_versions() throws Exception {
    Schema uuid = SchemaBuilder.string().name("io.debezium.data.Uuid").build();
    keyed(
        "k", uuid, "6ba7b810-9dad-11d1-80b4-00c04fd430c8", "6ba7b810-9dad-11d1-80b4-00c04fd430c9");
  }

  @Test
  void keys_of_floating_point_find_their_versions() throws Exception {
    keyed("k", Schema.FLOAT64_SCHEMA, 0.1, 0.2, 1e300);
  }
}
