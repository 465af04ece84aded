package io.sluice.connector.table.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Values go in and are read back as text by the database itself. */
public abstract class TypeCases extends SinkCase {

  /** Puts each value in a row of its own, and null, and reads all back in that order. */
  List<String> roundTrip(Schema schema, Object... values) throws Exception {
    return roundTripAs("v", schema, values);
  }

  List<String> roundTripAs(String expression, Schema schema, Object... values) throws Exception {
    Schema row = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).field("v", schema).build();
    long id = 0;
    for (Object value : values) {
      records.flat("t", new Struct(row).put("id", id++).put("v", value));
    }
    records.flat("t", new Struct(row).put("id", id).put("v", null));
    records.committed();
    assertThat(sink.reported()).isEmpty();
    List<String> all = target.rows("select " + expression + " from t order by id");
    assertThat(all.get(all.size() - 1)).isEqualTo("null");
    // Once more over the longer way: the rows are there already.
    for (Object value : values) {
      records.flat("t", new Struct(row).put("id", id--).put("v", value));
    }
    records.committed();
    assertThat(sink.reported()).isEmpty();
    return all.subList(0, values.length);
  }

  static Schema logical(Schema.Type type, String name) {
    return new SchemaBuilder(type).name(name).optional().build();
  }

  static Schema decimal(int precision, int scale) {
    SchemaBuilder schema = Decimal.builder(scale).optional();
    if (precision > 0) {
      schema.parameter("connect.decimal.precision", String.valueOf(precision));
    }
    return schema.build();
  }

  static final Schema VARIABLE =
      SchemaBuilder.struct()
          .name("io.debezium.data.VariableScaleDecimal")
          .optional()
          .field("scale", Schema.INT32_SCHEMA)
          .field("value", Schema.BYTES_SCHEMA)
          .build();

  static Struct variable(String number) {
    BigDecimal decimal = new BigDecimal(number);
    return new Struct(VARIABLE)
        .put("scale", decimal.scale())
        .put("value", decimal.unscaledValue().toByteArray());
  }

  @Test
  void a_null_is_null_also_where_its_schema_has_a_default() throws Exception {
    // roundTrip itself asks for the null.
    assertThat(roundTrip(SchemaBuilder.int32().optional().defaultValue(5).build(), 1))
        .containsExactly("1");
  }

  @Test
  void a_nested_null_is_null_also_where_its_schema_has_a_default() throws Exception {
    Schema nested =
        SchemaBuilder.struct()
            .optional()
            .field("n", SchemaBuilder.int32().optional().defaultValue(5).build())
            .build();
    assertThat(roundTrip(nested, new Struct(nested).put("n", null)))
        .containsExactly("{\"n\":null}");
  }

  @Test
  void whole_numbers() throws Exception {
    assertThat(roundTrip(Schema.OPTIONAL_INT16_SCHEMA, Short.MIN_VALUE, (short) 0, Short.MAX_VALUE))
        .containsExactly("-32768", "0", "32767");
  }

  @Test
  void bytes_as_whole_numbers() throws Exception {
    assertThat(roundTrip(Schema.OPTIONAL_INT8_SCHEMA, Byte.MIN_VALUE, Byte.MAX_VALUE))
        .containsExactly("-128", "127");
  }

  @Test
  void integers() throws Exception {
    assertThat(roundTrip(Schema.OPTIONAL_INT32_SCHEMA, Integer.MIN_VALUE, -1, Integer.MAX_VALUE))
        .containsExactly("-2147483648", "-1", "2147483647");
  }

  @Test
  void long_integers() throws Exception {
    assertThat(roundTrip(Schema.OPTIONAL_INT64_SCHEMA, Long.MIN_VALUE, 0L, Long.MAX_VALUE))
        .containsExactly("-9223372036854775808", "0", "9223372036854775807");
  }

  @Test
  void doubles() throws Exception {
    assertThat(
            roundTripAs(
                "case when v = 'NaN' then 'nan' when v = 'Infinity' then 'inf' when v = '-Infinity'"
                    + " then '-inf' when v > 0 and v < 1e-323 then 'least' when v = -0.1 then '-.1'"
                    + " end",
                Schema.OPTIONAL_FLOAT64_SCHEMA,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                Double.MIN_VALUE,
                -0.1))
        .containsExactly("nan", "inf", "-inf", "least", "-.1");
  }

  @Test
  void floats() throws Exception {
    assertThat(
            roundTripAs(
                "cast(cast(v as double precision) as varchar)",
                Schema.OPTIONAL_FLOAT32_SCHEMA,
                1.5f,
                Float.MAX_VALUE))
        .map(Double::valueOf)
        .containsExactly(1.5, (double) Float.MAX_VALUE);
  }

  @Test
  void booleans() throws Exception {
    assertThat(
            roundTripAs(
                "case when v then 'y' when not v then 'n' end",
                Schema.OPTIONAL_BOOLEAN_SCHEMA,
                true,
                false))
        .containsExactly("y", "n");
  }

  @Test
  void texts() throws Exception {
    String large = "x".repeat(100_000);
    assertThat(
            roundTrip(Schema.OPTIONAL_STRING_SCHEMA, "", "o'clock\n\t\\", "žluťoučký 馬 🐎", large))
        .containsExactly("", "o'clock\n\t\\", "žluťoučký 馬 🐎", large);
  }

  @Test
  void byte_strings() throws Exception {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    assertThat(roundTripAs("md5(v)", Schema.OPTIONAL_BYTES_SCHEMA, new byte[0], all))
        .containsExactly("d41d8cd98f00b204e9800998ecf8427e", "e2c865db4162bed963bfaa9ef6ac18f0");
  }

  @Test
  void decimals_of_every_size() throws Exception {
    assertThat(roundTrip(decimal(4, 2), new BigDecimal("-99.99"), new BigDecimal("0.01")))
        .containsExactly("-99.99", "0.01");
    assertThat(target.typeOf("t", "v").toLowerCase(java.util.Locale.ROOT)).endsWith("(4,2)");
  }

  @Test
  void decimals_of_nine_digits() throws Exception {
    assertThat(roundTrip(decimal(9, 3), new BigDecimal("123456.789"), new BigDecimal("-0.001")))
        .containsExactly("123456.789", "-0.001");
  }

  @Test
  void decimals_of_eighteen_digits() throws Exception {
    assertThat(roundTrip(decimal(18, 0), new BigDecimal("-999999999999999999"), BigDecimal.TEN))
        .containsExactly("-999999999999999999", "10");
  }

  @Test
  void decimals_of_thirty_eight_digits() throws Exception {
    String most = "9".repeat(28) + "." + "9".repeat(10);
    assertThat(
            roundTrip(
                decimal(38, 10),
                new BigDecimal(most),
                new BigDecimal("-" + most),
                new BigDecimal("10000.0000000000"),
                new BigDecimal("0.0001000000")))
        .containsExactly(most, "-" + most, "10000.0000000000", "0.0001000000");
  }

  @Test
  void decimals_beyond_every_limit_stay_exact() throws Exception {
    String huge = "1" + "0".repeat(60) + "." + "12345678".repeat(5);
    assertThat(roundTrip(decimal(120, 40), new BigDecimal(huge))).containsExactly(huge);
  }

  @Test
  void decimals_without_a_precision() throws Exception {
    assertThat(roundTrip(decimal(0, 2), new BigDecimal("12345678901234567890.12")))
        .containsExactly("12345678901234567890.12");
  }

  @Test
  void decimals_of_variable_scale_stay_exact_when_one_is_beyond_the_column() throws Exception {
    String large = "123456789012345678901234567890.5";
    List<String> read =
        roundTrip(
            VARIABLE, variable("1.50"), variable("-0.000001"), variable(large), variable("1E+3"));
    assertThat(read)
        .map(BigDecimal::new)
        .map(BigDecimal::stripTrailingZeros)
        .containsExactly(
            new BigDecimal("1.5"),
            new BigDecimal("-0.000001"),
            new BigDecimal(large),
            new BigDecimal("1E+3"));
  }

  @Test
  void dates() throws Exception {
    assertThat(
            roundTrip(
                logical(Schema.Type.INT32, "io.debezium.time.Date"),
                0,
                -1,
                19_999,
                -719_162,
                2_932_896))
        .containsExactly("1970-01-01", "1969-12-31", "2024-10-03", "0001-01-01", "9999-12-31");
  }

  @Test
  void dates_at_the_ends_of_time() throws Exception {
    assertThat(
            roundTripAs(
                "cast(v as varchar)",
                logical(Schema.Type.INT32, "io.debezium.time.Date"),
                Integer.MAX_VALUE,
                Integer.MIN_VALUE))
        .containsExactly("infinity", "-infinity");
  }

  @Test
  void connect_dates() throws Exception {
    Schema date = org.apache.kafka.connect.data.Date.builder().optional().build();
    assertThat(roundTrip(date, new Date(0), new Date(-86_400_000L)))
        .containsExactly("1970-01-01", "1969-12-31");
  }

  @Test
  void times_of_day() throws Exception {
    assertThat(
            roundTripAs(
                "cast(v as varchar)",
                logical(Schema.Type.INT64, "io.debezium.time.MicroTime"),
                0L,
                86_399_999_999L,
                3_723_000_004L))
        .containsExactly("00:00:00", "23:59:59.999999", "01:02:03.000004");
  }

  @Test
  void times_of_day_in_milliseconds() throws Exception {
    assertThat(
            roundTripAs(
                "cast(v as varchar)", logical(Schema.Type.INT32, "io.debezium.time.Time"), 1_001))
        .containsExactly("00:00:01.001");
  }

  @Test
  void times_with_zone() throws Exception {
    assertThat(
            roundTripAs(
                "cast(v as varchar)",
                logical(Schema.Type.STRING, "io.debezium.time.ZonedTime"),
                "01:02:03.000004Z",
                "23:59:59+05:30"))
        .containsExactly("01:02:03.000004+00", "23:59:59+05:30");
  }

  @Test
  void timestamps() throws Exception {
    assertThat(
            roundTripAs(
                "cast(v as varchar)",
                logical(Schema.Type.INT64, "io.debezium.time.MicroTimestamp"),
                0L,
                -1L,
                1_700_000_000_123_456L,
                253_402_300_799_999_999L))
        .containsExactly(
            "1970-01-01 00:00:00",
            "1969-12-31 23:59:59.999999",
            "2023-11-14 22:13:20.123456",
            "9999-12-31 23:59:59.999999");
  }

  @Test
  void timestamps_at_the_ends_of_time() throws Exception {
    assertThat(
            roundTripAs(
                "cast(v as varchar)",
                logical(Schema.Type.INT64, "io.debezium.time.MicroTimestamp"),
                9_223_372_036_825_200_000L,
                -9_223_372_036_832_400_000L))
        .containsExactly("infinity", "-infinity");
  }

  @Test
  void timestamps_in_milliseconds() throws Exception {
    assertThat(
            roundTripAs(
                "cast(v as varchar)",
                logical(Schema.Type.INT64, "io.debezium.time.Timestamp"),
                1_700_000_000_123L))
        .containsExactly("2023-11-14 22:13:20.123");
  }

  @Test
  void timestamps_in_nanoseconds() throws Exception {
    assertThat(
            roundTripAs(
                "cast(v as varchar)",
                logical(Schema.Type.INT64, "io.debezium.time.NanoTimestamp"),
                1_700_000_000_123_456_000L))
        .containsExactly("2023-11-14 22:13:20.123456");
  }

  @Test
  void timestamps_with_zone() throws Exception {
    assertThat(
            roundTripAs(
                "cast(v at time zone 'UTC' as varchar)",
                logical(Schema.Type.STRING, "io.debezium.time.ZonedTimestamp"),
                "2023-11-14T22:13:20.123456Z",
                "1969-12-31T23:59:59Z",
                "2024-02-29T12:00:00.5+02:00",
                "-0043-03-15T00:00:00Z"))
        .containsExactly(
            "2023-11-14 22:13:20.123456",
            "1969-12-31 23:59:59",
            "2024-02-29 10:00:00.5",
            target.idesOfMarch());
  }

  @Test
  void intervals() throws Exception {
    assertThat(
            roundTripAs(
                "extract(epoch from v)",
                logical(Schema.Type.INT64, "io.debezium.time.MicroDuration"),
                3_723_000_000L,
                -500_000L))
        .map(text -> Double.parseDouble(text))
        .containsExactly(3723.0, -0.5);
  }

  @Test
  void uuids() throws Exception {
    assertThat(
            roundTrip(
                logical(Schema.Type.STRING, "io.debezium.data.Uuid"),
                "00000000-0000-0000-0000-000000000000",
                "ffffffff-ffff-ffff-ffff-ffffffffffff",
                "6ba7b810-9dad-11d1-80b4-00c04fd430c8"))
        .containsExactly(
            "00000000-0000-0000-0000-000000000000",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
            "6ba7b810-9dad-11d1-80b4-00c04fd430c8");
  }

  @Test
  void json_documents() throws Exception {
    assertThat(
            roundTrip(
                logical(Schema.Type.STRING, "io.debezium.data.Json"), "{\"a\": [1, null]}", "7"))
        .containsExactly("{\"a\": [1, null]}", "7");
  }

  @Test
  void enums() throws Exception {
    assertThat(roundTrip(logical(Schema.Type.STRING, "io.debezium.data.Enum"), "new", "old"))
        .containsExactly("new", "old");
  }

  private static Schema arrayOf(Schema element) {
    return SchemaBuilder.array(element).optional().build();
  }

  private static List<@Nullable Object> list(@Nullable Object... values) {
    return Arrays.asList(values);
  }

  @Test
  void arrays_of_numbers() throws Exception {
    assertThat(
            roundTripAs(
                target.elements("v"),
                arrayOf(Schema.OPTIONAL_INT32_SCHEMA),
                list(1, null, 3),
                list(),
                list(-5)))
        .containsExactly("1,-,3", "", "-5");
  }

  @Test
  void arrays_of_text() throws Exception {
    assertThat(
            roundTripAs(
                target.elements("v"),
                arrayOf(Schema.OPTIONAL_STRING_SCHEMA),
                list("a b", null, "ž\"")))
        .containsExactly("a b,-,ž\"");
  }

  @Test
  void arrays_of_timestamps() throws Exception {
    assertThat(
            roundTripAs(
                target.elements("v"),
                arrayOf(logical(Schema.Type.INT64, "io.debezium.time.MicroTimestamp")),
                list(1_700_000_000_123_456L, null, Long.MAX_VALUE, Long.MIN_VALUE)))
        .containsExactly("2023-11-14 22:13:20.123456,-,infinity,-infinity");
  }

  @Test
  void arrays_of_zoned_timestamps_dates_and_uuids() throws Exception {
    roundTrip(
        arrayOf(logical(Schema.Type.STRING, "io.debezium.time.ZonedTimestamp")),
        list("2023-11-14T22:13:20.123456Z", null));
  }

  @Test
  void arrays_of_dates() throws Exception {
    assertThat(
            roundTripAs(
                target.elements("v"),
                arrayOf(logical(Schema.Type.INT32, "io.debezium.time.Date")),
                list(0, null, 19_999, Integer.MAX_VALUE, Integer.MIN_VALUE)))
        .containsExactly("1970-01-01,-,2024-10-03,infinity,-infinity");
  }

  @Test
  void arrays_of_uuids() throws Exception {
    assertThat(
            roundTripAs(
                target.elements("v"),
                arrayOf(logical(Schema.Type.STRING, "io.debezium.data.Uuid")),
                list("6ba7b810-9dad-11d1-80b4-00c04fd430c8", null)))
        .containsExactly("6ba7b810-9dad-11d1-80b4-00c04fd430c8,-");
  }

  @Test
  void arrays_of_decimals() throws Exception {
    assertThat(
            roundTripAs(
                target.elements("v"),
                arrayOf(decimal(10, 2)),
                list(new BigDecimal("1.50"), null, new BigDecimal(BigInteger.ONE, 2))))
        .containsExactly("1.50,-,0.01");
  }

  @Test
  void arrays_of_booleans_doubles_and_bytes() throws Exception {
    Schema row =
        SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("b", arrayOf(Schema.OPTIONAL_BOOLEAN_SCHEMA))
            .field("d", arrayOf(Schema.OPTIONAL_FLOAT64_SCHEMA))
            .field("f", arrayOf(Schema.OPTIONAL_FLOAT32_SCHEMA))
            .field("s", arrayOf(Schema.OPTIONAL_INT16_SCHEMA))
            .field("l", arrayOf(Schema.OPTIONAL_INT64_SCHEMA))
            .field("y", arrayOf(Schema.OPTIONAL_BYTES_SCHEMA))
            .build();
    Struct value =
        new Struct(row)
            .put("id", 1L)
            .put("b", list(true, null))
            .put("d", list(1.5, null))
            .put("f", list(1.5f))
            .put("s", list((short) 3))
            .put("l", list(Long.MAX_VALUE))
            .put("y", Collections.singletonList(new byte[] {1, 2}));
    records.flat("t", value).committed();
    assertThat(sink.reported()).isEmpty();
    assertThat(target.rows("select l[1], octet_length(y[1]), s[1], d[1], f[1] from t"))
        .containsExactly("9223372036854775807|2|3|1.5|1.5");
  }

  @Test
  void maps_and_structs_as_json() throws Exception {
    Schema inner =
        SchemaBuilder.struct()
            .optional()
            .field("name", Schema.OPTIONAL_STRING_SCHEMA)
            .field("sizes", SchemaBuilder.array(Schema.INT32_SCHEMA).build())
            .field("tags", SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT64_SCHEMA).build())
            .build();
    Struct value =
        new Struct(inner)
            .put("name", "a\"\n\u0001")
            .put("sizes", List.of(1, 2))
            .put("tags", Map.of("k", 7L));
    assertThat(roundTrip(inner, value))
        .containsExactly("{\"name\":\"a\\\"\\n\\u0001\",\"sizes\":[1,2],\"tags\":{\"k\":7}}");
  }
}
