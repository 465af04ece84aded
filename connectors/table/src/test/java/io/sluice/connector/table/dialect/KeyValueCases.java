package io.sluice.connector.table.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Key values that differ as objects and are one key for the database. */
public interface KeyValueCases extends RoundTrip {

  /** Brings two keys in one batch as new, then both once more as changed. */
  private List<String> rowsOf(Schema keyType, Object first, Object second) throws Exception {
    Schema key = SchemaBuilder.struct().field("k", keyType).build();
    Schema row =
        SchemaBuilder.struct()
            .optional()
            .field("k", keyType)
            .field("n", Schema.INT32_SCHEMA)
            .build();
    Schema envelope = Records.envelope(row);
    int n = 0;
    for (String op : List.of("c", "c", "u", "u")) {
      Object value = n++ % 2 == 0 ? first : second;
      Struct after = new Struct(row).put("k", value).put("n", n);
      Struct event =
          new Struct(envelope).put("after", after).put("source", Records.source()).put("op", op);
      sink().append("x.t", key, new Struct(key).put("k", value), envelope, event);
      if (n % 2 == 0) {
        sink().deliver().commit();
      }
    }
    assertThat(sink().reported()).isEmpty();
    return target().rows("select n from t order by n");
  }

  @Test
  default void zero_and_minus_zero_are_one_key() throws Exception {
    assertThat(rowsOf(Schema.FLOAT64_SCHEMA, 0.0, -0.0)).containsExactly("4");
  }

  @Test
  default void decimals_with_and_without_zeros_are_one_key() throws Exception {
    Schema any = variable();
    Struct one = decimal(any, new BigDecimal("1"));
    assertThat(rowsOf(any, one, decimal(any, new BigDecimal("1.00")))).containsExactly("4");
  }

  private static Schema variable() {
    return SchemaBuilder.struct()
        .name("io.debezium.data.VariableScaleDecimal")
        .field("scale", Schema.INT32_SCHEMA)
        .field("value", Schema.BYTES_SCHEMA)
        .build();
  }

  /** {@code null} as the second number is a delete. */
  private void numbered(String k, @Nullable String w) {
    Schema any = variable();
    Schema key = SchemaBuilder.struct().field("k", any).build();
    Schema row = SchemaBuilder.struct().optional().field("k", any).field("w", any).build();
    Schema envelope = Records.envelope(row);
    Struct event = new Struct(envelope).put("source", Records.source()).put("op", "d");
    Struct keyValue = decimal(any, new BigDecimal(k));
    if (w != null) {
      Struct after = new Struct(row).put("k", keyValue).put("w", decimal(any, new BigDecimal(w)));
      event.put("after", after).put("op", "u");
    }
    sink().append("x.t", key, new Struct(key).put("k", keyValue), envelope, event);
    sink().deliver();
  }

  private List<String> numbers() throws Exception {
    sink().commit();
    assertThat(sink().reported()).isEmpty();
    return target().rows("select k, w from t").stream()
        .map(KeyValueCases::withoutZeros)
        .sorted()
        .toList();
  }

  /** Databases whose numbers hold all of them write zeros of the scale that came. */
  private static String withoutZeros(String row) {
    return Arrays.stream(row.split("\\|"))
        .map(number -> new BigDecimal(number).stripTrailingZeros().toPlainString())
        .collect(Collectors.joining("|"));
  }

  private static String digits(int exponent) {
    return BigDecimal.ONE.scaleByPowerOfTen(exponent).toPlainString();
  }

  @Test
  default void a_decimal_key_finds_its_row_after_one_came_that_makes_the_column_text()
      throws Exception {
    for (String k : List.of("1.0", "1.50", "0.50", "100", "0")) {
      numbered(k, "1");
    }
    sink().commit();
    numbered("-2.5", "1");
    numbered("7", "1");
    numbered("1E-40", "1");
    for (String k : List.of("1.00", "0.5", "1E+2", "0.0", "-2.500")) {
      numbered(k, "2");
    }
    numbered("1.5", null);
    numbered("7.0", null);
    assertThat(numbers())
        .containsExactlyInAnyOrder("-2.5|2", "0.5|2", digits(-40) + "|1", "0|2", "100|2", "1|2");
  }

  @Test
  default void a_number_is_one_text_whether_it_came_before_or_after_its_column_became_text()
      throws Exception {
    numbered("1", "1.50");
    sink().commit();
    numbered("2", "1.5");
    numbered("3", "1E-40");
    numbered("4", "1.500");
    sink().commit();
    assertThat(sink().reported()).isEmpty();
    assertThat(target().rows("select w from t group by w")).hasSize(2);
  }

  @Test
  default void a_row_with_two_numbers_that_are_beyond_their_columns_goes_in() throws Exception {
    numbered("1", "1");
    numbered("1E-40", "1E+50");
    assertThat(numbers()).containsExactlyInAnyOrder(digits(-40) + "|" + digits(50), "1|1");
  }

  /** Brings a key of that type, and what is counted there. */
  private void keyed(Schema keyType, Object k, int n) {
    Schema key = SchemaBuilder.struct().field("k", keyType).build();
    Schema row = SchemaBuilder.struct().field("k", keyType).field("n", Schema.INT32_SCHEMA).build();
    sink()
        .append(
            "x.t", key, new Struct(key).put("k", k), row, new Struct(row).put("k", k).put("n", n));
  }

  private void aKeyThatDoesNotBecomeText(Schema type, List<?> keys, Schema other, List<?> strangers)
      throws Exception {
    keys.forEach(k -> keyed(type, k, 1));
    sink().deliver().commit();
    strangers.forEach(k -> keyed(other, k, 3));
    keys.forEach(k -> keyed(type, k, 2));
    sink().deliver().commit();
    assertThat(target().rows("select count(*), min(n), max(n) from t"))
        .containsExactly(keys.size() + "|2|2");
    assertThat(sink().reported())
        .hasSize(strangers.size())
        .allSatisfy(
            reported ->
                assertThat(reported.error())
                    .hasMessageContaining("column 'k' of the key of table t")
                    .hasMessageContaining("Convert the records"));
  }

  @Test
  default void a_key_of_doubles_does_not_become_text_in_which_its_rows_are_not_found()
      throws Exception {
    List<Double> doubles = List.of(1.0, 1e16, 1e-5, 0.1, -0.0, 1.5e300, 5e-300);
    aKeyThatDoesNotBecomeText(Schema.FLOAT64_SCHEMA, doubles, Schema.STRING_SCHEMA, List.of("1"));
  }

  @Test
  default void a_key_of_floats_does_not_become_text_in_which_its_rows_are_not_found()
      throws Exception {
    List<Float> floats = List.of(1f, 1e16f, 1e-5f, 0.1f, -0f, 16_777_216f);
    aKeyThatDoesNotBecomeText(Schema.FLOAT32_SCHEMA, floats, Schema.STRING_SCHEMA, List.of("0.1"));
  }

  @Test
  default void a_key_of_whole_numbers_does_not_become_text_for_doubles() throws Exception {
    aKeyThatDoesNotBecomeText(
        Schema.INT64_SCHEMA, List.of(1L, 100L), Schema.FLOAT64_SCHEMA, List.of(1.0, 1.5));
  }

  @Test
  default void a_key_of_doubles_does_not_become_text_for_a_whole_number_that_is_no_double()
      throws Exception {
    aKeyThatDoesNotBecomeText(
        Schema.FLOAT64_SCHEMA, List.of(1.0, 2.0), Schema.INT64_SCHEMA, List.of((1L << 53) + 1));
  }

  private static Struct decimal(Schema schema, BigDecimal value) {
    return new Struct(schema)
        .put("scale", value.scale())
        .put("value", value.unscaledValue().toByteArray());
  }

  @Test
  default void a_month_and_thirty_days_are_one_key() throws Exception {
    Schema interval = SchemaBuilder.string().name("io.debezium.time.Interval").build();
    assertThat(rowsOf(interval, "P1M", "P30D")).containsExactly("4");
  }

  @Test
  default void texts_that_differ_in_case_are_two_keys() throws Exception {
    assertThat(rowsOf(Schema.STRING_SCHEMA, "a", "A")).containsExactly("3", "4");
  }

  @Test
  default void a_text_and_the_same_with_a_blank_are_two_keys() throws Exception {
    assertThat(rowsOf(Schema.STRING_SCHEMA, "a", "a ")).containsExactly("3", "4");
  }

  @Test
  default void byte_strings_are_keys() throws Exception {
    assertThat(rowsOf(Schema.BYTES_SCHEMA, new byte[] {1}, new byte[] {1, 0}))
        .containsExactly("3", "4");
  }
}
