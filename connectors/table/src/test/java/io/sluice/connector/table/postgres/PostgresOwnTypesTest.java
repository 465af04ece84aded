package io.sluice.connector.table.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.table.dialect.RoundTrip;
import io.sluice.connector.table.dialect.SinkCase;
import io.sluice.connector.table.dialect.TargetUnderTest;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

/** Tables that somebody made with types that the sink itself never makes. */
class PostgresOwnTypesTest extends SinkCase {
  @Override
  protected TargetUnderTest target(Path emptyFolder) {
    return new PostgresUnderTest();
  }

  /** Puts a value into a column of that type; what is read back, or "refused". */
  private List<String> intoColumn(String type, Schema schema, Object value) throws Exception {
    target.execute("create table t (id bigint primary key, v " + type + ")");
    Schema row = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).field("v", schema).build();
    records.flat("t", new Struct(row).put("id", 1L).put("v", value)).committed();
    return sink.reported().isEmpty() ? target.rows("select v from t") : List.of("refused");
  }

  @Test
  void a_key_of_the_tables_own_that_records_do_not_bring_is_refused_by_name() throws Exception {
    target.execute("create table orders (row bigint primary key, id bigint unique, name text)");
    records.change("c", 1, "a").committed();
    assertThat(sink.reported()).hasSize(1);
    assertThat(sink.reported().get(0).error())
        .hasMessageContaining("primary key of table orders has column 'row'");
  }

  @Test
  void a_key_that_differs_from_the_records_in_case_only_is_refused_with_both_names()
      throws Exception {
    target.execute("create table orders (\"ID\" bigint primary key, name text)");
    records.change("c", 1, "a").committed();
    assertThat(sink.reported()).hasSize(1);
    assertThat(sink.reported().get(0).error())
        .hasMessageContaining("has column 'ID'")
        .hasMessageContaining("they bring 'id'")
        .hasMessageContaining("column.case");
  }

  @Test
  void a_time_that_is_finer_than_its_column_is_refused_and_not_rounded() throws Exception {
    Schema micros = RoundTrip.logical(Schema.Type.INT64, "io.debezium.time.MicroTimestamp");
    assertThat(intoColumn("timestamp(3)", micros, 1_500_400L)).containsExactly("refused");
    assertThat(sink.reported().get(0).error()).hasMessageContaining("timestamp(3)");
  }

  @Test
  void a_time_goes_into_a_column_that_keeps_all_of_its_digits() throws Exception {
    Schema micros = RoundTrip.logical(Schema.Type.INT64, "io.debezium.time.MicroTimestamp");
    assertThat(intoColumn("timestamp(3)", micros, 1_500_000L))
        .containsExactly("1970-01-01 00:00:01.5");
  }

  @Test
  void six_digits_of_a_second_are_all_there_are() throws Exception {
    Schema micros = RoundTrip.logical(Schema.Type.INT64, "io.debezium.time.MicroTimestamp");
    assertThat(intoColumn("timestamp(6)", micros, 1_500_400L))
        .containsExactly("1970-01-01 00:00:01.5004");
  }

  @Test
  void a_number_that_a_domain_would_round_is_refused() throws Exception {
    target.execute("create domain price as numeric(8,2) check (value >= 0)");
    target.execute("create domain dear as price");
    Schema three = Decimal.builder(3).optional().build();
    assertThat(intoColumn("dear", three, new BigDecimal("1.255"))).containsExactly("refused");
  }

  @Test
  void a_number_that_a_domain_keeps_goes_in_and_the_column_stays_one() throws Exception {
    target.execute("create domain price as numeric(8,2) check (value >= 0)");
    Schema three = Decimal.builder(3).optional().build();
    assertThat(intoColumn("price", three, new BigDecimal("1.250"))).containsExactly("1.25");
    assertThat(
            target.rows(
                "select domain_name from information_schema.columns where table_name = 't' and"
                    + " column_name = 'v'"))
        .containsExactly("price");
  }

  @Test
  void a_list_of_times_that_are_finer_than_their_type_is_refused() throws Exception {
    Schema micros = RoundTrip.logical(Schema.Type.INT64, "io.debezium.time.MicroTimestamp");
    Schema list = SchemaBuilder.array(micros).optional().build();
    assertThat(intoColumn("timestamp(0)[]", list, List.of(1_000_000L, 1_000_001L)))
        .containsExactly("refused");
  }

  @Test
  void an_interval_is_refused_by_a_column_that_keeps_a_part_of_it() throws Exception {
    Schema interval = RoundTrip.logical(Schema.Type.STRING, "io.debezium.time.Interval");
    assertThat(intoColumn("interval day", interval, "P1Y2M3DT4H5M6S")).containsExactly("refused");
  }

  @Test
  void text_becomes_whatever_the_server_reads_it_as() throws Exception {
    assertThat(intoColumn("tsvector", Schema.OPTIONAL_STRING_SCHEMA, "a:1A b"))
        .containsExactly("'a':1A 'b'");
  }

  @Test
  void a_document_becomes_jsonb() throws Exception {
    Schema map = SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA).optional().build();
    assertThat(intoColumn("jsonb", map, java.util.Map.of("a", 1))).containsExactly("{\"a\": 1}");
  }

  @Test
  void bits_become_a_bit_string_of_that_length() throws Exception {
    Schema bits = RoundTrip.logical(Schema.Type.BYTES, "io.debezium.data.Bits");
    assertThat(intoColumn("bit(11)", bits, new byte[] {5, 4})).containsExactly("10000000101");
  }

  @Test
  void bits_are_refused_where_their_number_is_not_known() throws Exception {
    Schema bits = RoundTrip.logical(Schema.Type.BYTES, "io.debezium.data.Bits");
    assertThat(intoColumn("bit varying(11)", bits, new byte[] {5})).containsExactly("refused");
  }

  @Test
  void more_bits_than_the_column_has_are_refused() throws Exception {
    Schema bits = RoundTrip.logical(Schema.Type.BYTES, "io.debezium.data.Bits");
    assertThat(intoColumn("bit(2)", bits, new byte[] {5})).containsExactly("refused");
  }

  @Test
  void an_array_of_text_becomes_one_of_a_limited_type() throws Exception {
    Schema texts = SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA).optional().build();
    assertThat(intoColumn("varchar(20)[]", texts, Arrays.asList("a\"b\\", null, "", "NULL", "{,}")))
        .containsExactly("{\"a\\\"b\\\\\",NULL,\"\",\"NULL\",\"{,}\"}");
  }

  @Test
  void an_array_of_text_becomes_one_of_an_enum() throws Exception {
    target.execute("create type mood as enum ('sad', 'ok')");
    Schema texts = SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA).optional().build();
    assertThat(intoColumn("mood[]", texts, Arrays.asList("ok", null))).containsExactly("{ok,NULL}");
  }

  @Test
  void a_value_that_the_type_does_not_know_is_refused_alone() throws Exception {
    target.execute("create type mood as enum ('sad', 'ok')");
    assertThat(intoColumn("mood", Schema.OPTIONAL_STRING_SCHEMA, "unheard of"))
        .containsExactly("refused");
  }

  @Test
  void a_list_that_has_a_text_with_nul_is_refused_alone() throws Exception {
    Schema texts = SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA).optional().build();
    assertThat(intoColumn("text[]", texts, List.of("a", "b\0c"))).containsExactly("refused");
    assertThat(sink.reported().get(0).error())
        .hasMessageContaining("'v'")
        .hasMessageContaining("NUL");
  }
}
