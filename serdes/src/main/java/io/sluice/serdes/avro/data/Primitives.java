package io.sluice.serdes.avro.data;

import io.sluice.serdes.misfit.MisfitException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/** Makes what writes values that have no others in them, and what reads them. */
final class Primitives {
  private static final long DAY = 86_400_000L;

  private Primitives() {}

  static ValueEncoder.Present encoder(org.apache.kafka.connect.data.Schema schema, Schema avro) {
    return switch (avro.getType()) {
      case INT, LONG -> whole(schema, avro);
      case FLOAT -> float32(schema);
      case DOUBLE -> float64(schema);
      case BOOLEAN -> (value, to) -> to.truth((Boolean) value);
      case STRING -> (value, to) -> to.text(((CharSequence) value).toString());
      case ENUM -> symbol(avro);
      case BYTES ->
          isDecimal(schema)
              ? (value, to) -> to.bytes(unscaled(schema, avro, value))
              : Primitives::bytes;
      case FIXED -> fixed(schema, avro);
      case ARRAY, MAP, RECORD, UNION, NULL ->
          throw new MisfitException("expected a plain type, found " + avro.getType());
    };
  }

  private static ValueEncoder.Present float32(org.apache.kafka.connect.data.Schema schema) {
    return schema.type() == org.apache.kafka.connect.data.Schema.Type.FLOAT32
        ? (value, to) -> to.number(((Float) value).floatValue())
        : (value, to) -> to.number(ExactNumbers.float32(((Number) value).longValue()));
  }

  private static ValueEncoder.Present float64(org.apache.kafka.connect.data.Schema schema) {
    return switch (schema.type()) {
      case FLOAT32, FLOAT64 -> (value, to) -> to.number(((Number) value).doubleValue());
      case INT8, INT16, INT32, INT64, BOOLEAN, STRING, BYTES, ARRAY, MAP, STRUCT ->
          (value, to) -> to.number(ExactNumbers.float64(((Number) value).longValue()));
    };
  }

  /** For bytes that have no length before them. */
  static ValueEncoder.Present plainBytes(org.apache.kafka.connect.data.Schema schema, Schema avro) {
    return isDecimal(schema)
        ? (value, to) -> to.raw(unscaled(schema, avro, value))
        : (value, to) -> to.raw(array(value));
  }

  private static ValueEncoder.Present whole(
      org.apache.kafka.connect.data.Schema schema, Schema avro) {
    String name = schema.name() == null ? "" : schema.name();
    return switch (name) {
      case Date.LOGICAL_NAME -> (value, to) -> to.number(days(((java.util.Date) value).getTime()));
      case Time.LOGICAL_NAME -> {
        long perMilli = perMilli(avro);
        yield (value, to) -> to.number(time(((java.util.Date) value).getTime()) * perMilli);
      }
      case Timestamp.LOGICAL_NAME -> {
        long perMilli = perMilli(avro);
        yield (value, to) -> to.number(instant(((java.util.Date) value).getTime(), perMilli));
      }
      default ->
          switch (schema.type()) {
            case INT8 -> (value, to) -> to.number((Byte) value);
            case INT16 -> (value, to) -> to.number((Short) value);
            case INT32 -> (value, to) -> to.number((Integer) value);
            case INT64, FLOAT32, FLOAT64, BOOLEAN, STRING, BYTES, ARRAY, MAP, STRUCT ->
                (value, to) -> to.number((Long) value);
          };
    };
  }

  /** Where a schema that is not Connect's counts finer. */
  private static long perMilli(Schema avro) {
    String type = avro.getProp("logicalType");
    if (type == null) {
      return 1;
    }
    return type.endsWith("-micros") ? 1000 : type.endsWith("-nanos") ? 1_000_000 : 1;
  }

  private static long days(long millis) {
    if (Math.floorMod(millis, DAY) != 0) {
      throw new MisfitException("expected a date at midnight UTC, found one with a time of day");
    }
    return Math.floorDiv(millis, DAY);
  }

  private static long time(long millis) {
    if (millis < 0 || millis > DAY) {
      throw new MisfitException("expected a time within a day, found one outside");
    }
    return millis;
  }

  private static long instant(long millis, long perMilli) {
    try {
      return Math.multiplyExact(millis, perMilli);
    } catch (ArithmeticException e) {
      throw new MisfitException("expected a time that 64 bits can count, found another", e);
    }
  }

  private static ValueEncoder.Present symbol(Schema avro) {
    return (value, to) -> {
      String symbol = ((CharSequence) value).toString();
      if (!avro.hasEnumSymbol(symbol)) {
        throw new MisfitException(
            "expected a symbol of the enum " + avro.getFullName() + ", found another text");
      }
      to.number(avro.getEnumOrdinal(symbol));
    };
  }

  private static ValueEncoder.Present fixed(
      org.apache.kafka.connect.data.Schema schema, Schema avro) {
    int size = avro.getFixedSize();
    boolean decimal = isDecimal(schema);
    return (value, to) -> {
      byte[] bytes = decimal ? padded(unscaled(schema, avro, value), size) : array(value);
      if (bytes.length != size) {
        throw new MisfitException("expected " + size + " bytes, found " + bytes.length);
      }
      to.raw(bytes);
    };
  }

  private static byte[] padded(byte[] unscaled, int size) {
    if (unscaled.length >= size) {
      return unscaled;
    }
    byte[] padded = new byte[size];
    Arrays.fill(padded, 0, size - unscaled.length, (byte) (unscaled[0] < 0 ? -1 : 0));
    System.arraycopy(unscaled, 0, padded, size - unscaled.length, unscaled.length);
    return padded;
  }

  private static byte[] unscaled(
      org.apache.kafka.connect.data.Schema schema, Schema avro, Object value) {
    BigDecimal decimal = (BigDecimal) value;
    String scale = schema.parameters().get(Decimal.SCALE_FIELD);
    if (!Integer.toString(decimal.scale()).equals(scale)) {
      throw new MisfitException(
          "expected a decimal of scale " + scale + ", found one of scale " + decimal.scale());
    }
    Object target = avro.getObjectProp("scale");
    if (target instanceof Number number && number.intValue() != decimal.scale()) {
      try {
        decimal = decimal.setScale(number.intValue());
      } catch (ArithmeticException e) {
        throw new MisfitException(
            "expected a decimal that scale " + target + " can hold, found one with more digits", e);
      }
    }
    return decimal.unscaledValue().toByteArray();
  }

  private static void bytes(Object value, AvroOutput to) {
    if (value instanceof ByteBuffer buffer) {
      to.bytes(buffer);
    } else {
      to.bytes((byte[]) value);
    }
  }

  private static byte[] array(Object value) {
    if (value instanceof byte[] bytes) {
      return bytes;
    }
    ByteBuffer buffer = ((ByteBuffer) value).duplicate();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static boolean isDecimal(org.apache.kafka.connect.data.Schema schema) {
    return Decimal.LOGICAL_NAME.equals(schema.name());
  }

  static ValueDecoder decoder(org.apache.kafka.connect.data.Schema schema, Schema avro) {
    return switch (avro.getType()) {
      case INT -> int32(schema);
      case LONG ->
          Timestamp.LOGICAL_NAME.equals(schema.name())
              ? from -> new java.util.Date(from.int64())
              : AvroInput::int64;
      case FLOAT -> AvroInput::float32;
      case DOUBLE -> AvroInput::float64;
      case BOOLEAN -> AvroInput::truth;
      case STRING -> AvroInput::text;
      case ENUM -> {
        String[] symbols = avro.getEnumSymbols().toArray(new String[0]);
        yield from -> symbols[from.index(symbols.length)];
      }
      case BYTES -> bytes(schema);
      case FIXED -> raw(schema, avro.getFixedSize());
      case ARRAY, MAP, RECORD, UNION, NULL ->
          throw new MisfitException("expected a plain type, found " + avro.getType());
    };
  }

  private static ValueDecoder bytes(org.apache.kafka.connect.data.Schema schema) {
    if (!isDecimal(schema)) {
      return AvroInput::bytes;
    }
    int scale = scale(schema);
    return from -> from.decimal(scale);
  }

  private static ValueDecoder raw(org.apache.kafka.connect.data.Schema schema, int size) {
    if (!isDecimal(schema)) {
      return from -> from.raw(size);
    }
    int scale = scale(schema);
    return from -> from.decimal(scale, size);
  }

  /** For bytes that have no length before them. */
  static ValueDecoder plainDecoder(org.apache.kafka.connect.data.Schema schema) {
    if (!isDecimal(schema)) {
      return AvroInput::rest;
    }
    int scale = scale(schema);
    return from -> from.restAsDecimal(scale);
  }

  private static ValueDecoder int32(org.apache.kafka.connect.data.Schema schema) {
    String name = schema.name() == null ? "" : schema.name();
    return switch (name) {
      case Date.LOGICAL_NAME -> from -> new java.util.Date(from.int32() * DAY);
      case Time.LOGICAL_NAME -> from -> new java.util.Date(time(from.int32()));
      default ->
          switch (schema.type()) {
            case INT8 -> from -> (byte) within(from.int32(), Byte.MIN_VALUE, Byte.MAX_VALUE);
            case INT16 -> from -> (short) within(from.int32(), Short.MIN_VALUE, Short.MAX_VALUE);
            case INT32, INT64, FLOAT32, FLOAT64, BOOLEAN, STRING, BYTES, ARRAY, MAP, STRUCT ->
                AvroInput::int32;
          };
    };
  }

  private static int within(int value, int least, int most) {
    if (value < least || value > most) {
      throw new MisfitException(
          "expected a number from " + least + " to " + most + ", found another");
    }
    return value;
  }

  private static int scale(org.apache.kafka.connect.data.Schema decimal) {
    return Integer.parseInt(decimal.parameters().get(Decimal.SCALE_FIELD));
  }
}
