package io.sluice.connector.table.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Arrays of each kind of element. */
public interface ListCases extends RoundTrip {
  private static Schema arrayOf(Schema element) {
    return SchemaBuilder.array(element).optional().build();
  }

  private static List<@Nullable Object> list(@Nullable Object... values) {
    return Arrays.asList(values);
  }

  @Test
  default void arrays_of_numbers() throws Exception {
    assertThat(
            roundTripAs(
                target().elements("v"),
                arrayOf(Schema.OPTIONAL_INT32_SCHEMA),
                list(1, null, 3),
                list(),
                list(-5)))
        .containsExactly("1,-,3", "", "-5");
  }

  @Test
  default void arrays_of_text() throws Exception {
    assertThat(
            roundTripAs(
                target().elements("v"),
                arrayOf(Schema.OPTIONAL_STRING_SCHEMA),
                list("a b", null, "ž\"")))
        .containsExactly("a b,-,ž\"");
  }

  @Test
  default void arrays_of_timestamps() throws Exception {
    assertThat(
            roundTripAs(
                target().elements("v"),
                arrayOf(RoundTrip.logical(Schema.Type.INT64, "io.debezium.time.MicroTimestamp")),
                list(1_700_000_000_123_456L, null, Long.MAX_VALUE, Long.MIN_VALUE)))
        .containsExactly("2023-11-14 22:13:20.123456,-,infinity,-infinity");
  }

  @Test
  default void arrays_of_zoned_timestamps_dates_and_uuids() throws Exception {
    roundTrip(
        arrayOf(RoundTrip.logical(Schema.Type.STRING, "io.debezium.time.ZonedTimestamp")),
        list("2023-11-14T22:13:20.123456Z", null));
  }

  @Test
  default void arrays_of_dates() throws Exception {
    assertThat(
            roundTripAs(
                target().elements("v"),
                arrayOf(RoundTrip.logical(Schema.Type.INT32, "io.debezium.time.Date")),
                list(0, null, 19_999, Integer.MAX_VALUE, Integer.MIN_VALUE)))
        .containsExactly("1970-01-01,-,2024-10-03,infinity,-infinity");
  }

  @Test
  default void arrays_of_uuids() throws Exception {
    assertThat(
            roundTripAs(
                target().elements("v"),
                arrayOf(RoundTrip.logical(Schema.Type.STRING, "io.debezium.data.Uuid")),
                list("6ba7b810-9dad-11d1-80b4-00c04fd430c8", null)))
        .containsExactly("6ba7b810-9dad-11d1-80b4-00c04fd430c8,-");
  }

  @Test
  default void arrays_of_decimals() throws Exception {
    assertThat(
            roundTripAs(
                target().elements("v"),
                arrayOf(RoundTrip.decimal(10, 2)),
                list(new BigDecimal("1.50"), null, new BigDecimal(BigInteger.ONE, 2))))
        .containsExactly("1.50,-,0.01");
  }

  @Test
  default void arrays_of_booleans_doubles_and_bytes() throws Exception {
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
    records().flat("t", value).committed();
    assertThat(sink().reported()).isEmpty();
    assertThat(target().rows("select l[1], octet_length(y[1]), s[1], d[1], f[1] from t"))
        .containsExactly("9223372036854775807|2|3|1.5|1.5");
  }
}
