package io.sluice.connector.postgres.value;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/**
 * The types of the pgvector extension. Their numbers are single (or half) precision; Debezium reads
 * the shortest text of each as a double, so a 0.1 is 0.1 and not 0.10000000149.
 */
final class VectorTypes {

  /** Dimensions, an unused number, then the numbers in single precision. */
  static final ValueType VECTOR =
      ValueType.named(
          "io.debezium.data.DoubleVector",
          () -> SchemaBuilder.array(Schema.FLOAT64_SCHEMA),
          new Values(
              (b, o, l) -> list(b, o, l, 4, at -> shortest(Binary.float32(b, at))),
              (b, o, l) -> list(Binary.text(b, o, l), Double::valueOf),
              List.of(),
              null));

  /** The same in half precision. */
  static final ValueType HALF_VECTOR =
      ValueType.named(
          "io.debezium.data.FloatVector",
          () -> SchemaBuilder.array(Schema.FLOAT32_SCHEMA),
          new Values(
              (b, o, l) -> list(b, o, l, 2, at -> half(Binary.int16(b, at))),
              (b, o, l) -> list(Binary.text(b, o, l), Float::valueOf),
              List.of(),
              null));

  /** Dimensions, how many are not zero, an unused number, their indexes, their numbers. */
  static final ValueType SPARSE_VECTOR =
      new ValueType(
          () ->
              SchemaBuilder.struct()
                  .name("io.debezium.data.SparseDoubleVector")
                  .version(1)
                  .doc("Sparse double vector")
                  .field("dimensions", Schema.INT16_SCHEMA)
                  .field(
                      "vector",
                      SchemaBuilder.map(Schema.INT16_SCHEMA, Schema.FLOAT64_SCHEMA).build()),
          schema ->
              new Values(
                  (b, o, l) -> sparse(schema, b, o, l),
                  (b, o, l) -> sparse(schema, Binary.text(b, o, l)),
                  sparse(schema, 0, Map.of()),
                  null));

  private VectorTypes() {}

  private static List<Object> list(
      byte[] bytes, int offset, int length, int size, Function<Integer, Object> read) {
    Binary.require(length, 4);
    int dimensions = Binary.int16(bytes, offset) & 0xFFFF;
    Binary.expect(length, 4 + size * dimensions);
    List<Object> values = new ArrayList<>(dimensions);
    for (int i = 0; i < dimensions; i++) {
      values.add(read.apply(offset + 4 + size * i));
    }
    return values;
  }

  private static List<Object> list(String text, Function<String, Object> read) {
    if (text.length() < 2 || !text.startsWith("[") || !text.endsWith("]")) {
      throw new DataException("expected a vector in brackets");
    }
    List<Object> values = new ArrayList<>();
    for (String number : text.substring(1, text.length() - 1).split(",", -1)) {
      values.add(read.apply(number));
    }
    return values;
  }

  private static Struct sparse(Schema schema, byte[] bytes, int offset, int length) {
    Binary.require(length, 12);
    int count = Binary.int32(bytes, offset + 4);
    if (count < 0 || length - 12 != 8L * count) {
      throw new DataException("the value has not room for its " + count + " numbers");
    }
    Map<Short, Double> numbers = new HashMap<>();
    for (int i = 0; i < count; i++) {
      int at = offset + 12 + 4 * i;
      // Indexes are counted from zero in binary form and from one in text form, which shows.
      numbers.put(
          narrow(Binary.int32(bytes, at) + 1L), shortest(Binary.float32(bytes, at + 4 * count)));
    }
    return sparse(schema, Binary.int32(bytes, offset), numbers);
  }

  /** {@code {1:0.5,3:2}/5}. */
  private static Struct sparse(Schema schema, String text) {
    int slash = text.indexOf("}/");
    if (slash < 0 || !text.startsWith("{")) {
      throw new DataException("expected a sparse vector in braces, and its dimensions");
    }
    Map<Short, Double> numbers = new HashMap<>();
    String inner = text.substring(1, slash);
    for (String pair : inner.isEmpty() ? new String[0] : inner.split(",", -1)) {
      int colon = pair.indexOf(':');
      if (colon < 0) {
        throw new DataException("expected index:number in a sparse vector");
      }
      numbers.put(
          narrow(Long.parseLong(pair.substring(0, colon))),
          Double.valueOf(pair.substring(colon + 1)));
    }
    return sparse(schema, Long.parseLong(text.substring(slash + 2)), numbers);
  }

  private static Struct sparse(Schema schema, long dimensions, Map<Short, Double> numbers) {
    return new Struct(schema).put("dimensions", narrow(dimensions)).put("vector", numbers);
  }

  private static short narrow(long number) {
    if (number < 0 || number > Short.MAX_VALUE) {
      throw new DataException(
          "sparse vector of more than 32767 dimensions, for which Debezium's schema has no place."
              + " Leave the column out by column.exclude.list");
    }
    return (short) number;
  }

  /** The double of the shortest text that is read as this number. */
  private static double shortest(float number) {
    if (!Float.isFinite(number)) {
      return number;
    }
    BigDecimal exact = new BigDecimal(number);
    for (int digits = 6; digits < 9; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits));
      if (rounded.floatValue() == number) {
        return rounded.doubleValue();
      }
    }
    return exact.round(new MathContext(9)).doubleValue();
  }

  /** IEEE 754 half precision. */
  private static float half(short bits) {
    int exponent = (bits >> 10) & 0x1F;
    int fraction = bits & 0x3FF;
    float sign = bits < 0 ? -1 : 1;
    if (exponent == 0) {
      return sign * fraction * 0x1p-24f;
    }
    if (exponent == 31) {
      return fraction == 0 ? sign * Float.POSITIVE_INFINITY : Float.NaN;
    }
    return sign * (1 + fraction * 0x1p-10f) * (float) Math.scalb(1.0, exponent - 15);
  }
}
