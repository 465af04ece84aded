package io.sluice.connector.table.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeightTest {
  private static final int SIZE = 100_000;
  private static final Schema BYTES =
      SchemaBuilder.struct().field("b", Schema.BYTES_SCHEMA).build();

  static Stream<Object> large() {
    ByteBuffer bytes = ByteBuffer.allocate(SIZE);
    return Stream.of(
        "x".repeat(SIZE),
        new byte[SIZE],
        bytes,
        new BigDecimal(BigInteger.ONE.shiftLeft(SIZE * 8)),
        List.of(bytes),
        Map.of("k", bytes),
        new Struct(BYTES).put("b", bytes));
  }

  @ParameterizedTest
  @MethodSource("large")
  void a_large_value_weighs_what_it_holds_in_whatever_it_comes(Object value) {
    assertThat(Weight.of(value)).isBetween((long) SIZE, SIZE + 1_000L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-12.34", "999999999999999999", "1E+5", "0.000000000000000001"})
  void a_decimal_of_few_digits_weighs_a_long(String digits) {
    assertThat(Weight.of(new BigDecimal(digits))).isEqualTo(Weight.of(1L) + Long.BYTES);
  }

  @Test
  void a_value_that_holds_nothing_else_weighs_an_object() {
    assertThat(Stream.of(1L, 1.5d, (short) 1, true).map(Weight::of)).containsOnly(Weight.of(null));
  }
}
