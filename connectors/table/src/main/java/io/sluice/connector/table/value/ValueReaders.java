package io.sluice.connector.table.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.OffsetTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Makes the {@link ValueReader} for a pair of schema and column. The column may be wider than the
 * schema asks for: it was widened by an earlier record, or somebody made the table by hand.
 */
public final class ValueReaders {
  private static final long MICROS_PER_MILLI = 1000;
  private static final long NANOS_PER_MICRO = 1000;
  private static final long MILLIS_PER_DAY = 86_400_000;
  private static final ValueReader AS_IS = value -> value;

  private ValueReaders() {}

  /**
   * The reader of values of that schema for that column.
   *
   * @throws DataException if the column cannot hold what the schema describes
   */
  public static ValueReader of(Schema schema, ColumnType column) {
    ColumnType given = SchemaTypes.typeOf(schema);
    ValueReader reader = natural(schema, given);
    ValueReader conversion = conversion(given, column);
    if (conversion == AS_IS) {
      return reader;
    }
    if (reader == AS_IS) {
      return conversion;
    }
    return value -> {
      Object read = reader.read(value);
      return read == null ? null : conversion.read(read);
    };
  }

  /** From the Connect value to the Java type of the column that the schema itself asks for. */
  private static ValueReader natural(Schema schema, ColumnType given) {
    String name = schema.name() == null ? "" : schema.name();
    return switch (given.kind()) {
      case BOOLEAN, INT16, INT32, INT64, FLOAT32, FLOAT64, TEXT, OTHER -> AS_IS;
      case DECIMAL ->
          name.equals(SchemaTypes.VARIABLE_DECIMAL) ? ValueReaders::variableDecimal : AS_IS;
      case BYTES -> ValueReaders::bytes;
      case JSON -> name.equals(SchemaTypes.JSON) ? AS_IS : value -> JsonText.of(schema, value);
      case UUID -> value -> uuid((String) value);
      case DATE -> value -> value instanceof Date d ? floorDays(d) : value;
      case TIME -> time(name);
      case TIMETZ -> value -> offsetTime((String) value);
      case TIMESTAMP -> timestamp(name);
      case TIMESTAMP_NANOS -> AS_IS;
      case TIMESTAMPTZ -> value -> ZonedText.micros((String) value);
      case INTERVAL ->
          name.equals(SchemaTypes.NANO_DURATION)
              ? value -> wholeMicros(((Number) value).longValue())
              : AS_IS;
      case ARRAY -> {
        ColumnType element = given.element();
        yield element == null ? AS_IS : list(natural(schema.valueSchema(), element));
      }
    };
  }

  private static ValueReader time(String name) {
    return switch (name) {
      case SchemaTypes.MICRO_TIME -> AS_IS;
      case SchemaTypes.NANO_TIME -> value -> wholeMicros(((Number) value).longValue());
      case SchemaTypes.TIME -> value -> ((Number) value).longValue() * MICROS_PER_MILLI;
      default -> value -> ((Date) value).getTime() * MICROS_PER_MILLI;
    };
  }

  private static ValueReader timestamp(String name) {
    return switch (name) {
      case SchemaTypes.MICRO_TIMESTAMP -> AS_IS;
      case SchemaTypes.TIMESTAMP -> value -> microsOfMillis(((Number) value).longValue());
      default -> value -> microsOfMillis(((Date) value).getTime());
    };
  }

  /** From the Java type of one column type to that of another which can hold all its values. */
  private static ValueReader conversion(ColumnType from, ColumnType to) {
    if (from.equals(to)) {
      return from.kind() == ColumnType.Kind.DECIMAL ? decimal(to) : AS_IS;
    }
    boolean whole = isWhole(from);
    return switch (to.kind()) {
      case INT16, INT32, INT64 -> {
        if (whole) {
          yield range(from, to);
        }
        throw cannotHold(from, to);
      }
      case FLOAT64 -> {
        if (from.kind() == ColumnType.Kind.FLOAT32
            || from.kind() == ColumnType.Kind.INT16
            || from.kind() == ColumnType.Kind.INT32) {
          yield value -> ((Number) value).doubleValue();
        }
        throw cannotHold(from, to);
      }
      case FLOAT32 -> {
        if (from.kind() == ColumnType.Kind.INT16) {
          yield value -> ((Number) value).floatValue();
        }
        throw cannotHold(from, to);
      }
      case DECIMAL -> {
        ValueReader fitted = decimal(to);
        if (whole) {
          yield value -> fitted.read(BigDecimal.valueOf(((Number) value).longValue()));
        }
        if (from.kind() == ColumnType.Kind.DECIMAL) {
          yield fitted;
        }
        throw cannotHold(from, to);
      }
      case TIMESTAMP -> {
        if (from.kind() == ColumnType.Kind.DATE) {
          yield value -> Infinity.microsOfDay(((Number) value).intValue());
        }
        if (from.kind() == ColumnType.Kind.TIMESTAMP_NANOS) {
          yield value -> wholeMicros(((Number) value).longValue());
        }
        throw cannotHold(from, to);
      }
      case TIMESTAMP_NANOS -> {
        if (from.kind() == ColumnType.Kind.TIMESTAMP) {
          yield value -> nanosOfMicros(((Number) value).longValue());
        }
        throw cannotHold(from, to);
      }
      case TEXT, OTHER -> value -> PlainText.of(from, value);
      case JSON -> {
        if (from.kind() == ColumnType.Kind.TEXT) {
          yield AS_IS;
        }
        throw cannotHold(from, to);
      }
      case UUID -> {
        if (from.kind() == ColumnType.Kind.TEXT) {
          yield value -> uuid((String) value);
        }
        throw cannotHold(from, to);
      }
      case ARRAY -> {
        ColumnType fromElement = from.element();
        ColumnType toElement = to.element();
        if (fromElement == null || toElement == null) {
          throw cannotHold(from, to);
        }
        yield list(conversion(fromElement, toElement));
      }
      case BOOLEAN, BYTES, DATE, TIME, TIMETZ, TIMESTAMPTZ, INTERVAL -> throw cannotHold(from, to);
    };
  }

  /** Whether a conversion exists, so that the column can stay as it is. */
  public static boolean convertible(ColumnType from, ColumnType to) {
    try {
      conversion(from, to);
      return true;
    } catch (DataException e) {
      return false;
    }
  }

  static boolean isWhole(ColumnType type) {
    return switch (type.kind()) {
      case INT16, INT32, INT64 -> true;
      default -> false;
    };
  }

  private static DataException cannotHold(ColumnType from, ColumnType to) {
    return new DataException(
        "a column of type " + to + " cannot hold values of type " + from + " without loss");
  }

  /** Fits decimals into precision and scale without ever rounding. */
  private static ValueReader decimal(ColumnType column) {
    if (column.unboundedDecimal()) {
      return AS_IS;
    }
    int scale = column.scale();
    int precision = column.precision();
    return value -> {
      BigDecimal decimal = (BigDecimal) value;
      if (decimal.scale() != scale) {
        try {
          decimal = decimal.setScale(scale);
        } catch (ArithmeticException rounded) {
          throw new ValueDoesNotFitException(
              "a value has more digits behind the point than " + column + " holds");
        }
      }
      if (decimal.precision() > precision) {
        throw new ValueDoesNotFitException("a value has more digits than " + column + " holds");
      }
      return decimal;
    };
  }

  private static ValueReader range(ColumnType from, ColumnType to) {
    if (to.kind().compareTo(from.kind()) >= 0) {
      return AS_IS;
    }
    // A narrower column than the schema promises: judged value by value.
    long limit = to.kind() == ColumnType.Kind.INT16 ? Short.MAX_VALUE : Integer.MAX_VALUE;
    return value -> {
      long number = ((Number) value).longValue();
      if (number > limit || number < -limit - 1) {
        throw new ValueDoesNotFitException("a value is outside the range of " + to);
      }
      return value;
    };
  }

  private static ValueReader list(ValueReader element) {
    return value -> {
      Collection<?> values = (Collection<?>) value;
      List<@Nullable Object> read = new ArrayList<>(values.size());
      for (Object one : values) {
        read.add(one == null ? null : element.read(one));
      }
      return read;
    };
  }

  private static Object variableDecimal(Object value) {
    Struct struct = (Struct) value;
    Integer scale = struct.getInt32("scale");
    Object unscaled = struct.get("value");
    if (scale == null || unscaled == null) {
      throw new DataException("a variable-scale decimal lacks its scale or its value");
    }
    return new BigDecimal(new BigInteger(bytes(unscaled)), scale);
  }

  private static byte[] bytes(Object value) {
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

  private static UUID uuid(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new DataException("a value is not a UUID in its usual form", e);
    }
  }

  private static OffsetTime offsetTime(String text) {
    try {
      return OffsetTime.parse(text);
    } catch (DateTimeException e) {
      throw new DataException("a value is not an ISO 8601 time with offset", e);
    }
  }

  private static Object floorDays(Date date) {
    return Math.toIntExact(Math.floorDiv(date.getTime(), MILLIS_PER_DAY));
  }

  private static long microsOfMillis(long millis) {
    try {
      return Math.multiplyExact(millis, MICROS_PER_MILLI);
    } catch (ArithmeticException e) {
      throw new DataException("a timestamp is too far away for microseconds", e);
    }
  }

  private static long nanosOfMicros(long micros) {
    try {
      return Math.multiplyExact(micros, NANOS_PER_MICRO);
    } catch (ArithmeticException e) {
      throw new DataException("a timestamp is too far away for nanoseconds", e);
    }
  }

  private static long wholeMicros(long nanos) {
    if (nanos % NANOS_PER_MICRO != 0) {
      throw new DataException("a time is finer than the column's microseconds");
    }
    return nanos / NANOS_PER_MICRO;
  }

  /** Bytes as text: Base64, as Connect's own JSON form has them. */
  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
