package io.sluice.connector.table.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tables follow the records; rows that are there keep their values. */
public abstract class EvolutionCases extends SinkCase {
  private long id;

  private static Schema row(Schema v) {
    return SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).field("v", v).build();
  }

  /** A row of that schema in mid-transaction, so that the change happens among open rows. */
  protected void put(Schema v, @Nullable Object value) {
    records.flat("t", new Struct(row(v)).put("id", ++id).put("v", value)).delivered();
  }

  protected List<String> values() throws Exception {
    sink.commit();
    assertThat(sink.reported()).isEmpty();
    return target.rows("select cast(v as varchar) from t order by id");
  }

  protected static Schema decimal(int precision, int scale) {
    return Decimal.builder(scale)
        .parameter("connect.decimal.precision", String.valueOf(precision))
        .build();
  }

  @Test
  void integers_grow() throws Exception {
    put(Schema.INT16_SCHEMA, (short) 1);
    put(Schema.INT32_SCHEMA, 70_000);
    put(Schema.INT64_SCHEMA, 1L << 40);
    assertThat(values()).containsExactly("1", "70000", "1099511627776");
  }

  @Test
  void rows_of_every_shape_that_a_table_had_in_one_transaction_are_whole() throws Exception {
    put(Schema.INT32_SCHEMA, 7);
    put(Schema.INT64_SCHEMA, 5_000_000_000L);
    Schema more =
        SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("v", Schema.INT64_SCHEMA)
            .field("w", Schema.OPTIONAL_INT64_SCHEMA)
            .build();
    for (long w : new long[] {8, 9}) {
      Struct value = new Struct(more).put("id", ++id).put("v", w).put("w", w);
      records.flat("t", value).delivered();
    }
    put(Schema.STRING_SCHEMA, "ten");
    assertThat(values()).containsExactly("7", "5000000000", "8", "9", "ten");
    assertThat(target.rows("select w from t order by id"))
        .containsExactly("null", "null", "8", "9", "null");
  }

  @Test
  void a_column_that_grew_stays_for_narrower_records() throws Exception {
    put(Schema.INT64_SCHEMA, 1L << 40);
    put(Schema.INT16_SCHEMA, (short) 1);
    put(Schema.INT64_SCHEMA, 1L << 41);
    assertThat(values()).containsExactly("1099511627776", "1", "2199023255552");
  }

  @Test
  void integers_become_decimals() throws Exception {
    put(Schema.INT32_SCHEMA, 7);
    put(decimal(5, 2), new BigDecimal("1.25"));
    assertThat(values())
        .map(BigDecimal::new)
        .map(BigDecimal::stripTrailingZeros)
        .containsExactly(new BigDecimal("7"), new BigDecimal("1.25"));
  }

  @Test
  protected void decimals_grow_in_both_directions() throws Exception {
    put(decimal(5, 2), new BigDecimal("999.99"));
    put(decimal(6, 5), new BigDecimal("1.00001"));
    assertThat(values()).containsExactly("999.99000", "1.00001");
  }

  @Test
  void floats_become_doubles() throws Exception {
    put(Schema.FLOAT32_SCHEMA, 1.5f);
    put(Schema.FLOAT64_SCHEMA, 0.1);
    assertThat(values()).containsExactly("1.5", "0.1");
  }

  @Test
  void numbers_become_text() throws Exception {
    put(Schema.INT32_SCHEMA, 7);
    put(Schema.STRING_SCHEMA, "seven");
    put(Schema.INT32_SCHEMA, 8);
    assertThat(values()).containsExactly("7", "seven", "8");
  }

  @Test
  void a_double_stays_until_a_number_comes_that_it_would_round() throws Exception {
    put(Schema.FLOAT64_SCHEMA, 0.5);
    put(Schema.INT64_SCHEMA, 1L << 53);
    sink.commit();
    assertThat(target.rows("select v from t where v = 9007199254740992")).hasSize(1);
    put(Schema.INT64_SCHEMA, (1L << 53) + 1);
    assertThat(values()).hasSize(3).contains("0.5", "9007199254740993");
  }

  @Test
  void a_uuid_stays_until_a_text_comes_that_is_none() throws Exception {
    String uuid = "3f333df6-90a4-4fda-8dd3-9485d27cee36";
    put(SchemaBuilder.string().name("io.debezium.data.Uuid").build(), uuid);
    put(Schema.STRING_SCHEMA, uuid);
    put(Schema.STRING_SCHEMA, "none");
    assertThat(values()).containsExactly(uuid, uuid, "none");
  }

  @Test
  protected void dates_become_timestamps() throws Exception {
    put(SchemaBuilder.int32().name("io.debezium.time.Date").build(), 1);
    put(SchemaBuilder.int64().name("io.debezium.time.MicroTimestamp").build(), 1_000_000L);
    assertThat(values()).containsExactly("1970-01-02 00:00:00", "1970-01-01 00:00:01");
  }

  @Test
  void a_key_that_comes_again_after_the_table_changed_is_there_once() throws Exception {
    Schema narrow = row(Schema.INT32_SCHEMA);
    Schema wide = row(Schema.INT64_SCHEMA);
    Struct before = new Struct(narrow).put("id", 1L).put("v", 1);
    Struct after = new Struct(wide).put("id", 1L).put("v", 2L);
    records.change("r", Records.envelope(narrow), before).delivered();
    records.change("r", Records.envelope(wide), after).committed();
    assertThat(target.rows("select id, v from orders")).containsExactly("1|2");
  }

  @Test
  void a_key_column_that_grows_still_identifies_its_row() throws Exception {
    for (Schema idSchema : List.of(Schema.INT32_SCHEMA, Schema.INT64_SCHEMA)) {
      Schema key = SchemaBuilder.struct().field("id", idSchema).build();
      Schema value = SchemaBuilder.struct().field("id", idSchema).build();
      Schema envelope = Records.envelope(value);
      Object one = idSchema == Schema.INT32_SCHEMA ? (Object) 1 : (Object) 1L;
      sink.append(
          "t",
          key,
          new Struct(key).put("id", one),
          envelope,
          new Struct(envelope)
              .put("after", new Struct(value).put("id", one))
              .put("source", Records.source())
              .put("op", "r"));
      sink.deliver();
    }
    sink.commit();
    assertThat(target.rows("select id from t")).containsExactly("1");
  }

  @Test
  void required_columns_become_optional() throws Exception {
    put(Schema.INT32_SCHEMA, 7);
    put(Schema.OPTIONAL_INT32_SCHEMA, null);
    assertThat(values()).containsExactly("7", "null");
  }

  @Test
  void a_column_that_the_source_dropped_keeps_its_values_and_is_empty_from_then_on()
      throws Exception {
    put(Schema.INT32_SCHEMA, 7);
    Schema without = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
    records.flat("t", new Struct(without).put("id", ++id)).delivered();
    assertThat(values()).containsExactly("7", "null");
  }

  @Test
  protected void types_that_have_nothing_in_common_are_reported_with_both() throws Exception {
    put(Schema.BYTES_SCHEMA, new byte[] {1});
    put(Schema.INT32_SCHEMA, 1);
    sink.commit();
    assertThat(sink.reported())
        .singleElement()
        .satisfies(
            r -> assertThat(r.error()).hasMessageContaining("int32").hasMessageContaining("bytes"));
  }

  @Test
  void without_auto_evolve_an_unknown_column_is_reported() throws Exception {
    target.execute("create table t (id bigint not null)");
    start(Map.of("auto.evolve", "false"));
    put(Schema.INT32_SCHEMA, 1);
    sink.commit();
    assertThat(sink.reported())
        .singleElement()
        .satisfies(r -> assertThat(r.error()).hasMessageContaining("no column 'v'"));
  }

  @Test
  void without_auto_create_a_missing_table_stops_the_task_and_is_named() {
    start(Map.of("auto.create", "false"));
    assertThatThrownBy(() -> put(Schema.INT32_SCHEMA, 1))
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining("table t does not exist");
  }

  @Test
  void a_crash_in_mid_evolution_changes_nothing() throws Exception {
    put(Schema.INT32_SCHEMA, 7);
    sink.commit();
    put(Schema.STRING_SCHEMA, "seven");
    sink.crash().start().deliver();
    assertThat(values()).containsExactly("7", "seven");
  }
}
