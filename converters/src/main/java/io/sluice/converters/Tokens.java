package io.sluice.converters;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import org.apache.kafka.connect.errors.DataException;

/**
 * What stands at a parser's place, as what is expected there. Refuses everything else, and says
 * where and what, never its value.
 */
final class Tokens {
  /** How many digits the largest long has. */
  private static final int LONGEST = 19;

  private Tokens() {}

  static void require(JsonParser json, JsonToken token, String expected) {
    if (json.currentToken() != token) {
      throw other(json, expected);
    }
  }

  static String text(JsonParser json) throws IOException {
    require(json, JsonToken.VALUE_STRING, "a text");
    return json.getText();
  }

  static boolean truth(JsonParser json) {
    if (json.currentToken() != JsonToken.VALUE_TRUE) {
      require(json, JsonToken.VALUE_FALSE, "true or false");
      return false;
    }
    return true;
  }

  /** A whole number within bounds; one that was written {@code 5.0} is one. */
  static long integer(JsonParser json, long least, long most) throws IOException {
    if (!json.currentToken().isNumeric()) {
      throw other(json, "a whole number");
    }
    long number = 0;
    boolean within = true;
    if (json.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
      BigDecimal exact = json.getDecimalValue();
      within = (long) exact.precision() - exact.scale() <= LONGEST;
      if (within && exact.stripTrailingZeros().scale() > 0) {
        throw other(json, "a whole number");
      }
      within = within && exact.toBigInteger().bitLength() < Long.SIZE;
      number = within ? exact.longValue() : 0;
    } else {
      within = json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
      number = within ? json.getLongValue() : 0;
    }
    if (!within || number < least || number > most) {
      throw new DataException(
          at(json) + "expected a number from " + least + " to " + most + ", found one beyond");
    }
    return number;
  }

  /** A number's own text, or that of what JSON has no number for. */
  static String floating(JsonParser json) throws IOException {
    String text = json.getText();
    boolean finite = json.currentToken().isNumeric();
    if (!finite
        && !(json.currentToken() == JsonToken.VALUE_STRING
            && (text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity")))) {
      throw other(json, "a number, \"NaN\", \"Infinity\" or \"-Infinity\"");
    }
    return text;
  }

  static byte[] bytes(JsonParser json) throws IOException {
    require(json, JsonToken.VALUE_STRING, "bytes in base64");
    try {
      return json.getBinaryValue();
    } catch (JacksonException e) {
      throw new DataException(at(json) + "expected bytes in base64, found another text");
    }
  }

  static DataException other(JsonParser json, String expected) {
    return new DataException(at(json) + "expected " + expected + ", found " + found(json));
  }

  /** The way to the parser's place: {@code /after/price: }. */
  static String at(JsonParser json) {
    String path = json.getParsingContext().pathAsPointer().toString();
    return path.isEmpty() ? "record: " : path + ": ";
  }

  private static String found(JsonParser json) {
    JsonToken token = json.currentToken();
    if (token == null) {
      return "nothing";
    }
    return switch (token) {
      case START_OBJECT, END_OBJECT -> "an object";
      case START_ARRAY, END_ARRAY -> "an array";
      case VALUE_STRING, FIELD_NAME -> "a text";
      case VALUE_NUMBER_INT -> "a whole number";
      case VALUE_NUMBER_FLOAT -> "a number with a fraction";
      case VALUE_TRUE, VALUE_FALSE -> "true or false";
      case VALUE_NULL -> "null";
      case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> "nothing";
    };
  }
}
