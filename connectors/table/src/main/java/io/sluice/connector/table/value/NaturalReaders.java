package io.sluice.connector.table.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * From a Connect value to the Java type of the column that its schema itself asks for: see {@link
 * SchemaTypes#typeOf}.
 */
final class NaturalReaders {
  static final ValueReader AS_IS = value -> value;

  private static final long MICROS_PER_MILLI = 1000;
  private static final long MILLIS_PER_DAY = 86_400_000;

  private NaturalReaders() {}

  /**
   * The reader of values of a schema.
   *
   * @param given what {@link SchemaTypes#typeOf} says of it
   */
  static ValueReader of(Schema schema, ColumnType given) {
    String name = schema.name() == null ? "" : schema.name();
    return switch (given.kind()) {
      case BOOLEAN, INT16, INT32, INT64, FLOAT32, FLOAT64, OTHER -> AS_IS;
      case TEXT -> NaturalReaders::text;
      case DECIMAL ->
          name.equals(SchemaTypes.VARIABLE_DECIMAL) ? NaturalReaders::variableDecimal : AS_IS;
      case BYTES ->
          SchemaTypes.GEOMETRIES.contains(name) ? WellKnownBinary::of : NaturalReaders::bytes;
      case JSON -> name.equals(SchemaTypes.JSON) ? NaturalReaders::text : JsonText.reader(schema);
      case UUID -> value -> uuid((String) value);
      case DATE -> date(name);
      case TIME -> time(name);
      case TIMETZ ->
          name.equals(SchemaTypes.STRUCTURED_ZONED_TIME)
              ? StructuredTimes::zonedTime
              : value -> TimeWithZone.parse((String) value);
      case TIMESTAMP -> timestamp(name);
      case TIMESTAMP_NANOS -> AS_IS;
      case TIMESTAMPTZ ->
          name.equals(SchemaTypes.STRUCTURED_ZONED_TIMESTAMP)
              ? StructuredTimes::zonedMicros
              : value -> ZonedText.micros((String) value);
      case INTERVAL -> interval(name);
      case ARRAY -> {
        ColumnType element = given.element();
        yield element == null ? AS_IS : list(of(schema.valueSchema(), element));
      }
    };
  }

  private static ValueReader date(String name) {
    return switch (name) {
      case SchemaTypes.ISO_DATE -> value -> IsoText.days((String) value);
      case SchemaTypes.STRUCTURED_DATE -> StructuredTimes::days;
      default -> value -> value instanceof Date d ? floorDays(d) : value;
    };
  }

  private static ValueReader time(String name) {
    return switch (name) {
      case SchemaTypes.MICRO_TIME -> AS_IS;
      case SchemaTypes.NANO_TIME -> value -> IsoText.wholeMicros(((Number) value).longValue());
      case SchemaTypes.TIME -> value -> ((Number) value).longValue() * MICROS_PER_MILLI;
      case SchemaTypes.ISO_TIME -> value -> IsoText.dayMicros((String) value);
      case SchemaTypes.STRUCTURED_TIME -> StructuredTimes::dayMicros;
      default -> value -> ((Date) value).getTime() * MICROS_PER_MILLI;
    };
  }

  private static ValueReader timestamp(String name) {
    return switch (name) {
      case SchemaTypes.MICRO_TIMESTAMP -> AS_IS;
      case SchemaTypes.TIMESTAMP -> value -> microsOfMillis(((Number) value).longValue());
      case SchemaTypes.ISO_TIMESTAMP -> value -> IsoText.micros((String) value);
      case SchemaTypes.STRUCTURED_TIMESTAMP -> StructuredTimes::micros;
      default -> value -> microsOfMillis(((Date) value).getTime());
    };
  }

  private static ValueReader interval(String name) {
    return switch (name) {
      case SchemaTypes.INTERVAL -> value -> Interval.parse((String) value);
      case SchemaTypes.STRUCTURED_DURATION -> StructuredTimes::interval;
      case SchemaTypes.NANO_DURATION ->
          value -> Interval.ofMicros(IsoText.wholeMicros(((Number) value).longValue()));
      default -> value -> Interval.ofMicros(((Number) value).longValue());
    };
  }

  static ValueReader list(ValueReader element) {
    return value -> {
      Collection<?> values = (Collection<?>) value;
      List<@Nullable Object> read = new ArrayList<>(values.size());
      for (Object one : values) {
        read.add(one == null ? null : element.read(one));
      }
      return read;
    };
  }

  /** Java would write half of a pair as a question mark, without a word. */
  private static Object text(Object value) {
    String text = (String) value;
    for (int i = 0, length = text.length(); i < length; i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair = i + 1 < length && Character.isSurrogatePair(c, text.charAt(i + 1));
        if (!pair) {
          throw new DataException(
              "a text has half of a surrogate pair, which no encoding of Unicode can keep. Have the"
                  + " source or a transform mend it");
        }
        i++;
      }
    }
    return text;
  }

  private static Object variableDecimal(Object value) {
    Struct struct = (Struct) value;
    Integer scale = struct.getInt32("scale");
    Object unscaled = struct.get("value");
    if (scale == null || unscaled == null) {
      throw new DataException("a variable-scale decimal lacks its scale or its value");
    }
    BigDecimal decimal = new BigDecimal(new BigInteger(bytes(unscaled)), scale);
    Limits.requireDigits(decimal, Limits.MOST_INTEGER_DIGITS, Limits.MOST_FRACTION_DIGITS);
    return decimal;
  }

  static byte[] bytes(Object value) {
    if (value instanceof byte[] array) {
      return array;
    }
    if (value instanceof ByteBuffer buffer) {
      byte[] copy = new byte[buffer.remaining()];
      buffer.duplicate().get(copy);
      return copy;
    }
    throw new DataException("expected bytes but found " + value.getClass().getSimpleName());
  }

  static UUID uuid(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new DataException("a value is not a UUID in its usual form", e);
    }
  }

  private static Object floorDays(Date date) {
    return Math.toIntExact(Math.floorDiv(date.getTime(), MILLIS_PER_DAY));
  }

  private static long microsOfMillis(long millis) {
    if (millis >= Infinity.POSITIVE || millis <= Infinity.NEGATIVE) {
      return millis; // The driver's constants are the same number in every unit.
    }
    try {
      return Math.multiplyExact(millis, MICROS_PER_MILLI);
    } catch (ArithmeticException e) {
      throw new DataException("a timestamp is too far away for microseconds", e);
    }
  }
}
