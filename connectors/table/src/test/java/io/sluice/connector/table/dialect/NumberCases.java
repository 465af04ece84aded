package io.sluice.connector.table.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

/** Numbers of every width, and values that are missing. */
public interface NumberCases extends RoundTrip {
  @Test
  default void a_null_is_null_also_where_its_schema_has_a_default() throws Exception {
    // roundTrip itself asks for the null.
    assertThat(roundTrip(SchemaBuilder.int32().optional().defaultValue(5).build(), 1))
        .containsExactly("1");
  }

  @Test
  default void a_nested_null_is_null_also_where_its_schema_has_a_default() throws Exception {
    Schema nested =
        SchemaBuilder.struct()
            .optional()
            .field("n", SchemaBuilder.int32().optional().defaultValue(5).build())
            .build();
    assertThat(roundTrip(nested, new Struct(nested).put("n", null)))
        .containsExactly("{\"n\":null}");
  }

  @Test
  default void whole_numbers() throws Exception {
    assertThat(roundTrip(Schema.OPTIONAL_INT16_SCHEMA, Short.MIN_VALUE, (short) 0, Short.MAX_VALUE))
        .containsExactly("-32768", "0", "32767");
  }

  @Test
  default void bytes_as_whole_numbers() throws Exception {
    assertThat(roundTrip(Schema.OPTIONAL_INT8_SCHEMA, Byte.MIN_VALUE, Byte.MAX_VALUE))
        .containsExactly("-128", "127");
  }

  @Test
  default void integers() throws Exception {
    assertThat(roundTrip(Schema.OPTIONAL_INT32_SCHEMA, Integer.MIN_VALUE, -1, Integer.MAX_VALUE))
        .containsExactly("-2147483648", "-1", "2147483647");
  }

  @Test
  default void long_integers() throws Exception {
    assertThat(roundTrip(Schema.OPTIONAL_INT64_SCHEMA, Long.MIN_VALUE, 0L, Long.MAX_VALUE))
        .containsExactly("-9223372036854775808", "0", "9223372036854775807");
  }

  @Test
  default void doubles() throws Exception {
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
  default void floats() throws Exception {
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
  default void booleans() throws Exception {
    assertThat(
            roundTripAs(
                "case when v then 'y' when not v then 'n' end",
                Schema.OPTIONAL_BOOLEAN_SCHEMA,
                true,
                false))
        .containsExactly("y", "n");
  }

  @Test
  default void decimals_of_every_size() throws Exception {
    assertThat(roundTrip(RoundTrip.decimal(4, 2), new BigDecimal("-99.99"), new BigDecimal("0.01")))
        .containsExactly("-99.99", "0.01");
    assertThat(target().typeOf("t", "v").toLowerCase(java.util.Locale.ROOT)).endsWith("(4,2)");
  }

  @Test
  default void decimals_of_nine_digits() throws Exception {
    assertThat(
            roundTrip(
                RoundTrip.decimal(9, 3), new BigDecimal("123456.789"), new BigDecimal("-0.001")))
        .containsExactly("123456.789", "-0.001");
  }

  @Test
  default void decimals_of_eighteen_digits() throws Exception {
    assertThat(
            roundTrip(
                RoundTrip.decimal(18, 0), new BigDecimal("-999999999999999999"), BigDecimal.TEN))
        .containsExactly("-999999999999999999", "10");
  }

  @Test
  default void decimals_of_thirty_eight_digits() throws Exception {
    String most = "9".repeat(28) + "." + "9".repeat(10);
    assertThat(
            roundTrip(
                RoundTrip.decimal(38, 10),
                new BigDecimal(most),
                new BigDecimal("-" + most),
                new BigDecimal("10000.0000000000"),
                new BigDecimal("0.0001000000")))
        .containsExactly(most, "-" + most, "10000.0000000000", "0.0001000000");
  }

  @Test
  default void decimals_beyond_every_limit_stay_exact() throws Exception {
    String huge = "1" + "0".repeat(60) + "." + "12345678".repeat(5);
    assertThat(roundTrip(RoundTrip.decimal(120, 40), new BigDecimal(huge))).containsExactly(huge);
  }

  @Test
  default void decimals_without_a_precision() throws Exception {
    assertThat(roundTrip(RoundTrip.decimal(0, 2), new BigDecimal("12345678901234567890.12")))
        .containsExactly("12345678901234567890.12");
  }

  @Test
  default void decimals_of_variable_scale_stay_exact_when_one_is_beyond_the_column()
      throws Exception {
    String large = "123456789012345678901234567890.5";
    List<String> read =
        roundTrip(
            VARIABLE,
            RoundTrip.variable("1.50"),
            RoundTrip.variable("-0.000001"),
            RoundTrip.variable(large),
            RoundTrip.variable("1E+3"));
    assertThat(read)
        .map(BigDecimal::new)
        .map(BigDecimal::stripTrailingZeros)
        .containsExactly(
            new BigDecimal("1.5"),
            new BigDecimal("-0.000001"),
            new BigDecimal(large),
            new BigDecimal("1E+3"));
  }
}
