package io.sluice.connector.table.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.table.TableSinkConnector;
import io.sluice.connector.table.dialect.Records;
import io.sluice.connector.table.dialect.RoundTrip;
import io.sluice.connector.table.dialect.SinkCase;
import io.sluice.connector.table.dialect.TargetUnderTest;
import io.sluice.testkit.SinkRun;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

/** The nearest types keep every value as it is, or refuse it. */
class H2TypesTest extends SinkCase implements RoundTrip {
  @Override
  protected TargetUnderTest target(Path emptyFolder) {
    return new H2UnderTest(emptyFolder);
  }

  @Override
  public TargetUnderTest target() {
    return target;
  }

  @Override
  public SinkRun sink() {
    return sink;
  }

  @Override
  public Records records() {
    return records;
  }

  @Override
  public void restart(Map<String, String> settings) {
    start(settings);
  }

  @Test
  void whole_numbers_at_their_ends() throws Exception {
    assertThat(roundTrip(Schema.OPTIONAL_INT64_SCHEMA, Long.MIN_VALUE, Long.MAX_VALUE))
        .containsExactly("-9223372036854775808", "9223372036854775807");
  }

  @Test
  void decimals_of_many_digits() throws Exception {
    String most = "9".repeat(28) + "." + "9".repeat(10);
    assertThat(roundTrip(RoundTrip.decimal(38, 10), new BigDecimal(most))).containsExactly(most);
  }

  @Test
  void decimals_of_any_size_are_texts() throws Exception {
    assertThat(roundTrip(RoundTrip.VARIABLE, RoundTrip.variable("1.50"))).containsExactly("1.5");
  }

  @Test
  void timestamps_keep_microseconds() throws Exception {
    assertThat(
            roundTrip(
                RoundTrip.logical(Schema.Type.INT64, "io.debezium.time.MicroTimestamp"),
                1_700_000_000_123_456L,
                -1L))
        .containsExactly("2023-11-14 22:13:20.123456", "1969-12-31 23:59:59.999999");
  }

  @Test
  void instants_keep_microseconds_from_the_first_year_to_the_last() throws Exception {
    assertThat(
            roundTripAs(
                "cast(v at time zone 'UTC' as varchar)",
                RoundTrip.logical(Schema.Type.STRING, "io.debezium.time.ZonedTimestamp"),
                "0001-01-01T00:00:00.000001Z",
                "1500-03-01T01:30:00.5+02:00",
                "2023-11-14T22:13:20.123456Z",
                "9999-12-31T23:59:59.999999Z"))
        .containsExactly(
            "0001-01-01 00:00:00.000001+00",
            "1500-02-28 23:30:00.5+00",
            "2023-11-14 22:13:20.123456+00",
            "9999-12-31 23:59:59.999999+00");
    assertThat(target.typeOf("t", "v")).isEqualTo("timestamp with time zone");
  }

  @Test
  void instants_go_into_texts_of_before_as_they_went() throws Exception {
    target.execute("create table t (id bigint not null primary key, v varchar(99))");
    assertThat(
            roundTrip(
                RoundTrip.logical(Schema.Type.STRING, "io.debezium.time.ZonedTimestamp"),
                "2023-11-14T22:13:20.5Z"))
        .containsExactly("2023-11-14 22:13:20.500000+00");
  }

  @Test
  void a_column_that_would_round_an_instant_is_refused() throws Exception {
    target.execute(
        "create table t (id bigint not null primary key, v timestamp(3) with time zone)");
    assertThatThrownBy(
            () ->
                roundTrip(
                    RoundTrip.logical(Schema.Type.STRING, "io.debezium.time.ZonedTimestamp"),
                    "2023-11-14T22:13:20.1234Z"))
        .hasMessageContaining("'v'")
        .hasMessageContaining("3 digits");
  }

  @Test
  void times_keep_microseconds() throws Exception {
    assertThat(
            roundTripAs(
                "cast(v as varchar)",
                RoundTrip.logical(Schema.Type.INT64, "io.debezium.time.MicroTime"),
                86_399_999_999L))
        .containsExactly("23:59:59.999999");
  }

  @Test
  void bytes_are_bytes() throws Exception {
    assertThat(
            roundTripAs(
                "rawtohex(v)", Schema.OPTIONAL_BYTES_SCHEMA, new byte[] {0, -1}, new byte[0]))
        .containsExactly("00ff", "");
  }

  @Test
  void what_standard_types_do_not_hold_is_refused_alone() throws Exception {
    Schema timestamp = RoundTrip.logical(Schema.Type.INT64, "io.debezium.time.MicroTimestamp");
    Schema row =
        SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).field("v", timestamp).build();
    records.flat("t", new Struct(row).put("id", 1L).put("v", Long.MAX_VALUE));
    records.flat("t", new Struct(row).put("id", 2L).put("v", 0L)).committed();
    assertThat(target.rows("select id from t")).containsExactly("2");
    assertThat(sink.reported()).hasSize(1);
  }

  @Test
  void a_float_of_few_digits_rounds_no_number() throws Exception {
    target.execute("create table t (id bigint not null primary key, v float(24))");
    Schema row =
        SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("v", Schema.FLOAT64_SCHEMA)
            .build();
    records.flat("t", new Struct(row).put("id", 1L).put("v", 0.1)).committed();
    assertThat(target.rows("select id from t where v = cast('0.1' as double precision)"))
        .containsExactly("1");
  }

  @Test
  void a_tiny_number_that_its_column_does_not_hold_is_refused_alone() throws Exception {
    target.execute("create table t (id bigint not null primary key, v tinyint)");
    Schema row =
        SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("v", Schema.INT16_SCHEMA)
            .build();
    records.flat("t", new Struct(row).put("id", 1L).put("v", (short) -128));
    records.flat("t", new Struct(row).put("id", 2L).put("v", (short) 300)).committed();
    assertThat(target.rows("select id, v from t")).containsExactly("1|-128");
    assertThat(sink.reported()).hasSize(1);
  }

  @Test
  void a_key_of_text_finds_its_row() throws Exception {
    start(Map.of("primary.key.mode", "record_value", "primary.key.fields", "name"));
    records.change("r", 1, "a").committed();
    records.change("r", 2, "a").committed();
    assertThat(target.rows("select id, name from orders")).containsExactly("2|a");
  }

  @Test
  void a_driver_that_is_not_there_is_named_with_the_folder_for_it() {
    assertThat(problems("jdbc:oracle:thin:@//host/service"))
        .anyMatch(problem -> problem.contains("jdbc:oracle:") && problem.contains("folder"));
    assertThat(problems(target.config().getOrDefault("url", ""))).isEmpty();
  }

  private static List<String> problems(String url) {
    return new TableSinkConnector()
        .validate(new HashMap<>(Map.of("url", url))).configValues().stream()
            .map(ConfigValue::errorMessages)
            .flatMap(List::stream)
            .toList();
  }
}
