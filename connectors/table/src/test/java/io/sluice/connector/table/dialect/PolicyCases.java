package io.sluice.connector.table.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tables follow the records as far as their policy says. */
public abstract class PolicyCases extends SinkCase {
  private static final Schema BINARY = Schema.OPTIONAL_BYTES_SCHEMA;
  private static final Schema WHOLE = Schema.OPTIONAL_INT32_SCHEMA;
  private static final String PLACEHOLDER = "__debezium_unavailable_value";

  private static Schema row(String field, Schema v) {
    return SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).field(field, v).build();
  }

  protected void put(long id, String field, Schema v, @Nullable Object value) {
    records.flat("t", new Struct(row(field, v)).put("id", id).put(field, value)).delivered();
  }

  protected void reported(String... parts) {
    sink.commit();
    assertThat(sink.reported())
        .singleElement()
        .satisfies(r -> assertThat(r.error()).hasMessageContainingAll(parts));
  }

  @Test
  void a_frozen_table_takes_no_new_field_and_says_what_to_do() throws Exception {
    target.execute("create table t (id bigint not null, v integer)");
    start(Map.of("schema.evolution", "freeze"));
    put(1, "v", WHOLE, 1);
    put(2, "w", WHOLE, 2);
    reported("no column 'w'", "schema.evolution.t");
    assertThat(target.rows("select * from t")).containsExactly("1|1");
  }

  @Test
  protected void a_frozen_table_judges_wider_numbers_one_by_one() throws Exception {
    target.execute("create table t (id bigint not null, v integer)");
    start(Map.of("schema.evolution", "freeze"));
    put(1, "v", Schema.INT64_SCHEMA, 7L);
    put(2, "v", Schema.INT64_SCHEMA, 1L << 40);
    reported("column 'v'");
    assertThat(target.rows("select * from t")).containsExactly("1|7");
  }

  @Test
  void a_frozen_table_keeps_not_null() throws Exception {
    target.execute("create table t (id bigint not null, v integer not null)");
    start(Map.of("schema.evolution", "freeze"));
    put(1, "v", WHOLE, null);
    reported("column 'v'", "must have a value");
  }

  @Test
  void a_frozen_table_can_end_the_run() throws Exception {
    target.execute("create table t (id bigint not null)");
    start(Map.of("schema.evolution", "freeze", "on.incompatible", "stop"));
    assertThatThrownBy(() -> put(1, "v", WHOLE, 1))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("no column 'v'");
  }

  @Test
  void a_table_that_discards_leaves_new_fields_out() throws Exception {
    target.execute("create table t (id bigint not null, v integer)");
    start(Map.of("schema.evolution", "discard"));
    put(1, "w", WHOLE, 1);
    put(2, "v", WHOLE, 2);
    sink.commit();
    assertThat(sink.reported()).isEmpty();
    assertThat(target.rows("select * from t order by id")).containsExactly("1|null", "2|2");
  }

  @Test
  void one_table_may_have_a_policy_of_its_own() throws Exception {
    target.execute("create table t (id bigint not null)", "create table u (id bigint not null)");
    start(Map.of("schema.evolution", "freeze", "schema.evolution.t", "evolve"));
    put(1, "v", WHOLE, 1);
    Struct other = new Struct(row("v", WHOLE)).put("id", 1L).put("v", 1);
    records.flat("u", other).delivered();
    reported("table u");
    assertThat(target.rows("select id, v from t")).containsExactly("1|1");
  }

  @Test
  void a_value_of_another_kind_goes_into_a_column_beside_the_first() throws Exception {
    start(Map.of("on.incompatible", "variant"));
    put(1, "v", WHOLE, 1);
    put(2, "v", BINARY, new byte[] {1});
    put(3, "v", WHOLE, 3);
    put(1, "v", BINARY, new byte[] {2});
    sink.commit();
    assertThat(sink.reported()).isEmpty();
    String query = "select id, v, case when v__bytes is null then 0 else 1 end from t order by id";
    assertThat(target.rows(query)).containsExactly("1|null|1", "2|null|1", "3|3|0");
  }

  @Test
  protected void a_variant_is_found_again_after_a_restart() throws Exception {
    start(Map.of("on.incompatible", "variant"));
    put(1, "v", Schema.BYTES_SCHEMA, new byte[] {1});
    put(2, "v", Schema.INT32_SCHEMA, 2);
    sink.commit();
    sink.crash().start();
    put(3, "v", Schema.INT32_SCHEMA, 3);
    sink.commit();
    assertThat(target.rows("select id, v__int32 from t order by id"))
        .containsExactly("1|null", "2|2", "3|3");
  }

  @Test
  void a_key_column_has_no_variant() {
    start(Map.of("on.incompatible", "variant"));
    put(1, "v", WHOLE, 1);
    Schema key = SchemaBuilder.struct().field("id", Schema.BYTES_SCHEMA).build();
    Schema value = SchemaBuilder.struct().field("v", WHOLE).build();
    sink.append("t", key, new Struct(key).put("id", new byte[] {1}), value, new Struct(value));
    sink.deliver();
    reported("column 'id'", "bytes");
  }

  @Test
  void a_large_value_that_did_not_change_stays_in_the_column_that_has_it() throws Exception {
    start(Map.of("on.incompatible", "variant"));
    put(1, "v", BINARY, new byte[] {1});
    put(1, "v", Schema.OPTIONAL_STRING_SCHEMA, PLACEHOLDER);
    sink.commit();
    assertThat(sink.reported()).isEmpty();
    assertThat(target.rows("select v is null, v__text is null from t"))
        .first()
        .asString()
        .matches("(?i)(f|false|0)\\|(t|true|1)");
  }

  /** Rows without a value in the field are none the worse for its type. */
  @Test
  void a_field_that_no_type_holds_any_more_costs_only_the_rows_that_have_a_value_in_it()
      throws Exception {
    put(1, "v", WHOLE, 1);
    put(2, "v", BINARY, null);
    put(3, "v", BINARY, new byte[] {1});
    put(4, "v", BINARY, null);
    put(1, "v", BINARY, null);
    put(5, "v", WHOLE, 5);
    reported("column 'v'", "bytes");
    assertThat(target.rows("select id, v from t order by id"))
        .containsExactly("1|null", "2|null", "4|null", "5|5");
  }

  @Test
  void a_column_that_must_have_values_takes_none_of_a_field_that_no_type_holds() throws Exception {
    put(1, "v", Schema.INT32_SCHEMA, 1);
    put(2, "v", BINARY, null);
    sink.commit();
    assertThat(sink.reported()).isEmpty();
    assertThat(target.rows("select id, v from t order by id")).containsExactly("1|1", "2|null");
  }

  @Test
  void a_frozen_table_takes_no_value_of_another_kind_and_any_null() throws Exception {
    target.execute("create table t (id bigint not null, v integer)");
    start(Map.of("schema.evolution", "freeze"));
    put(1, "v", BINARY, null);
    put(2, "v", BINARY, new byte[] {1});
    reported("column 'v'", "bytes", "schema.evolution");
    assertThat(target.rows("select * from t")).containsExactly("1|null");
  }

  @Test
  protected void a_change_that_cannot_be_made_ends_the_run_where_the_setting_says_so() {
    start(Map.of("on.incompatible", "stop"));
    put(1, "v", BINARY, new byte[] {1});
    assertThatThrownBy(() -> put(2, "v", WHOLE, 1))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("int32")
        .hasMessageContaining("bytes");
  }
}
