package io.sluice.connector.table.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
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
    Schema any =
        SchemaBuilder.struct()
            .name("io.debezium.data.VariableScaleDecimal")
            .field("scale", Schema.INT32_SCHEMA)
            .field("value", Schema.BYTES_SCHEMA)
            .build();
    Struct one = decimal(any, new BigDecimal("1"));
    assertThat(rowsOf(any, one, decimal(any, new BigDecimal("1.00")))).containsExactly("4");
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
