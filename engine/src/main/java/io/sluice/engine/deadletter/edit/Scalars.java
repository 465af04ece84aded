package io.sluice.engine.deadletter.edit;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/** Values that have no parts, as the JSON of records writes them, read by their schemas. */
final class Scalars {
  /** Beyond it a number is written as a text of so many digits that nobody means it. */
  private static final int MOST_DIGITS = 10_000;

  private Scalars() {}

  /**
   * A value of a schema.
   *
   * @throws RecordTextException if it is none
   */
  static Object of(Schema schema, Located.Leaf leaf, String path) {
    String logical = schema.name() == null ? "" : schema.name();
    return switch (logical) {
      case Decimal.LOGICAL_NAME -> decimal(schema, leaf, path);
      case org.apache.kafka.connect.data.Date.LOGICAL_NAME ->
          moment(leaf, path, "a date as 2026-11-22", Scalars::date);
      case Time.LOGICAL_NAME -> moment(leaf, path, "a time as 10:15:30.250", Scalars::time);
      case Timestamp.LOGICAL_NAME ->
          moment(leaf, path, "a moment as 2026-11-22T10:15:30Z", Instant::parse);
      default -> plain(schema.type(), leaf, path);
    };
  }

  private static Object plain(Schema.Type type, Located.Leaf leaf, String path) {
    return switch (type) {
      case INT8 -> whole(leaf, path, Byte.MIN_VALUE, Byte.MAX_VALUE).byteValue();
      case INT16 -> whole(leaf, path, Short.MIN_VALUE, Short.MAX_VALUE).shortValue();
      case INT32 -> whole(leaf, path, Integer.MIN_VALUE, Integer.MAX_VALUE).intValue();
      case INT64 -> whole(leaf, path, Long.MIN_VALUE, Long.MAX_VALUE).longValue();
      case FLOAT32 -> (float) broken(leaf, path);
      case FLOAT64 -> broken(leaf, path);
      case BOOLEAN -> {
        if (leaf.value() instanceof Boolean flag) {
          yield flag;
        }
        throw fault(leaf, path, "true or false");
      }
      case STRING -> text(leaf, path, "a text");
      case BYTES -> bytes(leaf, path);
      case ARRAY -> throw fault(leaf, path, "an array");
      case MAP, STRUCT -> throw fault(leaf, path, "an object");
    };
  }

  /**
   * A value without a schema: of the same type as the one that it replaces, where it can be.
   *
   * @param original what it replaces; null if that is not known
   */
  static @Nullable Object like(@Nullable Object original, Located.Leaf leaf, String path) {
    Object value = leaf.value();
    if (value == null || value instanceof Boolean) {
      return value;
    }
    if (value instanceof String text) {
      if (original instanceof byte[]) {
        return bytes(leaf, path);
      }
      if (original instanceof ByteBuffer) {
        return ByteBuffer.wrap(bytes(leaf, path));
      }
      if (original instanceof Date) {
        return moment(leaf, path, "a moment as 2026-11-22T10:15:30Z", Instant::parse);
      }
      if (original instanceof BigDecimal) {
        return number(leaf, path, "a decimal number");
      }
      return original instanceof BigInteger
          ? exact(number(leaf, path, "a whole number"), leaf, path)
          : text;
    }
    Schema.Type type =
        original instanceof Byte
            ? Schema.Type.INT8
            : original instanceof Short
                ? Schema.Type.INT16
                : original instanceof Integer
                    ? Schema.Type.INT32
                    : original instanceof Float ? Schema.Type.FLOAT32 : null;
    if (type != null && (type == Schema.Type.FLOAT32 || value instanceof BigInteger)) {
      return plain(type, leaf, path);
    }
    return value instanceof BigInteger && !(original instanceof Double)
        ? plain(Schema.Type.INT64, leaf, path)
        : (Object) broken(leaf, path);
  }

  private static BigInteger whole(Located.Leaf leaf, String path, long least, long most) {
    if (leaf.value() instanceof BigInteger number
        && number.compareTo(BigInteger.valueOf(least)) >= 0
        && number.compareTo(BigInteger.valueOf(most)) <= 0) {
      return number;
    }
    throw new RecordTextException(
        path,
        leaf,
        "expected a whole number from "
            + least
            + " to "
            + most
            + " but found "
            + (leaf.value() instanceof BigInteger
                ? "one beyond it"
                : leaf.value() instanceof BigDecimal ? "a broken one" : leaf.kind()));
  }

  private static double broken(Located.Leaf leaf, String path) {
    if (leaf.value() instanceof Number number) {
      return number.doubleValue();
    }
    if (leaf.value() instanceof String text) {
      switch (text) {
        case "NaN":
          return Double.NaN;
        case "Infinity":
          return Double.POSITIVE_INFINITY;
        case "-Infinity":
          return Double.NEGATIVE_INFINITY;
        default:
          break;
      }
    }
    throw fault(leaf, path, "a number, or \"NaN\", \"Infinity\", \"-Infinity\"");
  }

  private static String text(Located.Leaf leaf, String path, String expected) {
    if (leaf.value() instanceof String text) {
      return text;
    }
    throw fault(leaf, path, expected);
  }

  private static byte[] bytes(Located.Leaf leaf, String path) {
    try {
      return Base64.getDecoder().decode(text(leaf, path, "bytes as a text in base64"));
    } catch (IllegalArgumentException e) {
      throw misformed(leaf, path, "bytes as a text in base64");
    }
  }

  private static BigDecimal decimal(Schema schema, Located.Leaf leaf, String path) {
    String said = schema.parameters() == null ? null : schema.parameters().get(Decimal.SCALE_FIELD);
    BigDecimal number = number(leaf, path, "a decimal number as a text");
    if (said == null) {
      return number;
    }
    int scale = Integer.parseInt(said);
    try {
      return number.setScale(scale);
    } catch (ArithmeticException e) {
      throw new RecordTextException(
          path, leaf, "expected up to " + scale + " digits behind the point but found more");
    }
  }

  private static BigDecimal number(Located.Leaf leaf, String path, String expected) {
    try {
      Object value = leaf.value();
      BigDecimal number =
          value instanceof BigInteger whole
              ? new BigDecimal(whole)
              : value instanceof BigDecimal broken
                  ? broken
                  : new BigDecimal(text(leaf, path, expected));
      if (Math.abs((long) number.scale()) + number.precision() <= MOST_DIGITS) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw misformed(leaf, path, expected);
  }

  private static BigInteger exact(BigDecimal number, Located.Leaf leaf, String path) {
    try {
      return number.toBigIntegerExact();
    } catch (ArithmeticException e) {
      throw fault(leaf, path, "a whole number");
    }
  }

  private interface Reading {
    Instant read(String text);
  }

  private static Date moment(Located.Leaf leaf, String path, String expected, Reading reading) {
    try {
      return Date.from(reading.read(text(leaf, path, expected)));
    } catch (DateTimeException | IllegalArgumentException e) {
      throw misformed(leaf, path, expected);
    }
  }

  private static Instant date(String text) {
    return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static Instant time(String text) {
    return LocalTime.parse(text).atDate(LocalDate.EPOCH).toInstant(ZoneOffset.UTC);
  }

  private static RecordTextException fault(Located.Leaf leaf, String path, String expected) {
    return new RecordTextException(
        path, leaf, "expected " + expected + " but found " + leaf.kind());
  }

  /** Of a text that is not of the form that it has to have. */
  private static RecordTextException misformed(Located.Leaf leaf, String path, String expected) {
    return leaf.value() instanceof String
        ? new RecordTextException(path, leaf, "expected " + expected + " but found another text")
        : fault(leaf, path, expected);
  }
}
