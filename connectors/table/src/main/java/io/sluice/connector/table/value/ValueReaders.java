package io.sluice.connector.table.value;

import java.math.BigDecimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;

/**
 * Makes the {@link ValueReader} for a pair of schema and column. The column may be wider than the
 * schema asks for: it was widened by an earlier record, or somebody made the table by hand.
 */
public final class ValueReaders {
  private static final long NANOS_PER_MICRO = 1000;

  /** All whole numbers up to here are doubles, and no two of them the same one. */
  private static final long EXACT_IN_DOUBLE = 1L << 53;

  private static final ValueReader AS_IS = NaturalReaders.AS_IS;

  private ValueReaders() {}

  /**
   * The reader of values of that schema for that column.
   *
   * @param limits what the column's database holds of all values of a type
   * @throws DataException if the column cannot hold what the schema describes
   */
  public static ValueReader of(Schema schema, ColumnType column, Limits limits) {
    return limits.guarded(column, of(schema, column));
  }

  private static ValueReader of(Schema schema, ColumnType column) {
    ColumnType given = SchemaTypes.typeOf(schema);
    ValueReader reader = NaturalReaders.of(schema, given);
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
        if (from.kind() == ColumnType.Kind.INT64) {
          yield value -> exactDouble(((Number) value).longValue());
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
          yield value -> microsOfNanos(((Number) value).longValue());
        }
        throw cannotHold(from, to);
      }
      case TIMESTAMP_NANOS -> {
        if (from.kind() == ColumnType.Kind.TIMESTAMP) {
          yield value -> nanosOfMicros(((Number) value).longValue());
        }
        if (from.kind() == ColumnType.Kind.DATE) {
          yield value -> nanosOfMicros(Infinity.microsOfDay(((Number) value).intValue()));
        }
        throw cannotHold(from, to);
      }
      case TEXT -> from.kind() == ColumnType.Kind.JSON ? AS_IS : value -> PlainText.of(from, value);
      case OTHER -> value -> PlainText.of(from, value, to);
      case JSON -> {
        if (from.kind() == ColumnType.Kind.TEXT) {
          yield AS_IS;
        }
        if (from.kind() == ColumnType.Kind.ARRAY) {
          yield value -> PlainText.of(from, value);
        }
        throw cannotHold(from, to);
      }
      case UUID -> {
        if (from.kind() == ColumnType.Kind.TEXT) {
          yield value -> uuidOfText(value);
        }
        throw cannotHold(from, to);
      }
      case ARRAY -> {
        ColumnType fromElement = from.element();
        ColumnType toElement = to.element();
        if (fromElement == null || toElement == null) {
          throw cannotHold(from, to);
        }
        yield NaturalReaders.list(conversion(fromElement, toElement));
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

  /**
   * Judged value by value: most numbers have fewer than the 53 bits that a double keeps. Some
   * larger ones are doubles too, but the text of such a double stands for all numbers near it: a
   * column that becomes text later would have another number than came.
   */
  private static Object exactDouble(long number) {
    if (number > EXACT_IN_DOUBLE || number < -EXACT_IN_DOUBLE) {
      throw new ValueDoesNotFitException("a number has more digits than float64 holds");
    }
    return (double) number;
  }

  private static Object uuidOfText(Object text) {
    try {
      return NaturalReaders.uuid((String) text);
    } catch (DataException e) {
      throw new ValueDoesNotFitException(String.valueOf(e.getMessage()));
    }
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

  private static long nanosOfMicros(long micros) {
    if (Infinity.positive(micros)) {
      return Long.MAX_VALUE;
    }
    if (Infinity.negative(micros)) {
      return Long.MIN_VALUE;
    }
    try {
      return Math.multiplyExact(micros, NANOS_PER_MICRO);
    } catch (ArithmeticException e) {
      throw new DataException("a timestamp is too far away for nanoseconds", e);
    }
  }

  /** The ends of the 64 bits are Debezium's infinities. */
  private static long microsOfNanos(long nanos) {
    if (nanos == Long.MAX_VALUE) {
      return Infinity.POSITIVE;
    }
    return nanos == Long.MIN_VALUE ? Infinity.NEGATIVE : IsoText.wholeMicros(nanos);
  }
}
