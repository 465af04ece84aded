package io.sluice.serdes.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.serdes.misfit.MisfitException;
import io.sluice.serdes.record.Digits;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Base64;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;

/** Reads what has no parts. What is found is told by its kind, never by itself. */
final class Scalars {
  /** More digits than that are not made of an exponent. */
  private static final int DIGITS = 10_000;

  private Scalars() {}

  static void expect(JsonParser json, JsonToken token, String what) throws IOException {
    if (json.currentToken() != token) {
      throw unexpected(json, what);
    }
  }

  static MisfitException unexpected(JsonParser json, String what) {
    String found =
        switch (json.currentToken()) {
          case START_OBJECT -> "an object";
          case START_ARRAY -> "an array";
          case VALUE_STRING -> "a text";
          case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
          case VALUE_TRUE, VALUE_FALSE -> "a boolean";
          case VALUE_NULL -> "null";
          default -> "something else";
        };
    return new MisfitException("expected " + what + ", found " + found);
  }

  static long integer(JsonParser json, long least, long most) throws IOException {
    long value;
    if (json.currentToken() == JsonToken.VALUE_NUMBER_INT
        && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      value = json.getLongValue();
    } else if (json.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
      value = whole(json.getDecimalValue()); // 1.0 is an integer to JSON Schema since draft 6.
    } else {
      throw unexpected(json, "an integer from " + least + " to " + most);
    }
    if (value < least || value > most) {
      throw new MisfitException(
          "expected an integer from " + least + " to " + most + ", found one beyond");
    }
    return value;
  }

  private static long whole(BigDecimal value) {
    try {
      // Digits before the point first, so that an exponent makes no giant.
      if ((long) value.precision() - value.scale() > 19) {
        throw new MisfitException("expected an integer of 64 bits, found one beyond");
      }
      return value.longValueExact();
    } catch (ArithmeticException e) {
      throw new MisfitException("expected an integer, found a number with a fraction");
    }
  }

  static Object float32(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      return (float) notFinite(json);
    }
    if (!json.currentToken().isNumeric()) {
      throw unexpected(json, "a number");
    }
    float value = Float.parseFloat(json.getText());
    if (Float.isInfinite(value)) {
      throw new MisfitException("expected a number of 32 bits, found one beyond");
    }
    return value;
  }

  static Object float64(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      return notFinite(json);
    }
    if (!json.currentToken().isNumeric()) {
      throw unexpected(json, "a number");
    }
    double value =
        json.currentToken() == JsonToken.VALUE_NUMBER_FLOAT
            ? json.getDoubleValue()
            : Double.parseDouble(json.getText());
    if (Double.isInfinite(value)) {
      throw new MisfitException("expected a number of 64 bits, found one beyond");
    }
    return value;
  }

  private static double notFinite(JsonParser json) throws IOException {
    return switch (json.getText()) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      case Json.MINUS_ZERO -> -0d;
      default -> throw unexpected(json, "a number");
    };
  }

  static Object bool(JsonParser json) throws IOException {
    if (!json.currentToken().isBoolean()) {
      throw unexpected(json, "a boolean");
    }
    return json.getBooleanValue();
  }

  static Object text(JsonParser json) throws IOException {
    expect(json, JsonToken.VALUE_STRING, "a text");
    return json.getText();
  }

  static byte[] bytes(JsonParser json) throws IOException {
    expect(json, JsonToken.VALUE_STRING, "bytes in Base64");
    try {
      return Base64.getDecoder().decode(json.getText());
    } catch (IllegalArgumentException e) {
      throw new MisfitException("expected bytes in Base64, found another text");
    }
  }

  static Object decimal(JsonParser json, Schema schema) throws IOException {
    int scale = Integer.parseInt(schema.parameters().get(Decimal.SCALE_FIELD));
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      byte[] bytes = bytes(json);
      return Digits.decimal(bytes, 0, bytes.length, scale);
    }
    if (!json.currentToken().isNumeric()) {
      throw unexpected(json, "a decimal");
    }
    BigDecimal value = json.getDecimalValue();
    if (Math.abs((long) value.scale()) > DIGITS || (long) scale - value.scale() > DIGITS) {
      throw new MisfitException(
          "expected a decimal of scale " + scale + ", found one with a giant exponent");
    }
    try {
      return value.setScale(scale);
    } catch (ArithmeticException e) {
      throw new MisfitException(
          "expected a decimal of scale " + scale + ", found one with more digits after the point");
    }
  }
}
