package io.sluice.transforms;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/**
 * What of a value is hashed or shown in part. Equal numbers have equal text whatever their type, so
 * that a hashed column still joins with one of another width.
 */
final class MaskedText {
  /**
   * Stands for a large value that the source did not send because it did not change. It must arrive
   * as it is: a sink then leaves what it has, which a hash of these words would overwrite.
   */
  static final String UNAVAILABLE = "__debezium_unavailable_value";

  private static final byte[] UNAVAILABLE_BYTES = UNAVAILABLE.getBytes(UTF_8);

  /** Debezium's number of any scale: a struct of scale and unscaled bytes. */
  private static final String VARIABLE_DECIMAL = "io.debezium.data.VariableScaleDecimal";

  private static final int DIGITS_WRITTEN_OUT = 1000;

  private MaskedText() {}

  static boolean isUnavailable(Object value) {
    if (value instanceof String text) {
      return text.equals(UNAVAILABLE);
    }
    if (value instanceof byte[] bytes) {
      return Arrays.equals(bytes, UNAVAILABLE_BYTES);
    }
    return value instanceof ByteBuffer buffer && buffer.equals(ByteBuffer.wrap(UNAVAILABLE_BYTES));
  }

  static boolean isVariableDecimal(Schema schema) {
    return VARIABLE_DECIMAL.equals(schema.name()) && schema.type() == Schema.Type.STRUCT;
  }

  static byte[] bytes(Object value) {
    if (value instanceof byte[] bytes) {
      return bytes;
    }
    if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return bytes;
    }
    return of(value).getBytes(UTF_8);
  }

  static String of(Object value) {
    if (value instanceof String text) {
      return text;
    } else if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      return Double.isFinite(number) ? decimal(new BigDecimal(value.toString())) : value.toString();
    } else if (value instanceof BigDecimal number) {
      return decimal(number);
    } else if (value instanceof Number || value instanceof Boolean) {
      return value.toString();
    } else if (value instanceof Date date) {
      return Long.toString(date.getTime());
    } else if (value instanceof byte[] || value instanceof ByteBuffer) {
      return HexFormat.of().formatHex(bytes(value));
    } else if (value instanceof Struct struct && isVariableDecimal(struct.schema())) {
      int scale = struct.getInt32("scale");
      return decimal(new BigDecimal(new BigInteger(struct.getBytes("value")), scale));
    }
    throw Mask.refused("cannot hide a value of type " + value.getClass().getName());
  }

  /** Stars for all but the last characters; for all if there are not more than those. */
  static String starred(String text, int keep) {
    int length = text.codePointCount(0, text.length());
    if (length <= keep) {
      return "*".repeat(length);
    }
    int from = text.offsetByCodePoints(0, length - keep);
    return "*".repeat(length - keep) + text.substring(from);
  }

  private static String decimal(BigDecimal number) {
    BigDecimal shortest = number.stripTrailingZeros();
    boolean writtenOut = Math.abs((long) shortest.scale()) <= DIGITS_WRITTEN_OUT;
    return writtenOut ? shortest.toPlainString() : shortest.toString();
  }
}
