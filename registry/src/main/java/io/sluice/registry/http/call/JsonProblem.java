package io.sluice.registry.http.call;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.sluice.schema.text.JsonFault;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What is wrong with a document, in the words of JSON and not of Java. */
final class JsonProblem {
  /** The field that holds another document as a text. */
  private static final String SCHEMA = "schema";

  private JsonProblem() {}

  /**
   * What was expected, and what was found.
   *
   * @param field at which it went wrong; empty for the document itself
   * @param body in which it went wrong
   */
  static String said(JsonProcessingException e, String field, byte[] body) {
    if (!(e instanceof MismatchedInputException mismatch)) {
      return JsonFault.said(e);
    }
    if (String.valueOf(mismatch.getOriginalMessage()).startsWith("Trailing token")) {
      return "expected its end but found more";
    }
    Class<?> type = mismatch.getTargetType();
    String found = found(mismatch.getLocation(), body);
    return "expected "
        + expected(type)
        + (found.isEmpty() ? "" : " but found " + found)
        + (field.equals(SCHEMA) && type == String.class
            ? "; a schema is sent as a text, so put it into quotes, with \\\" for each of its own"
            : "");
  }

  private static String expected(@Nullable Class<?> type) {
    if (type == String.class) {
      return "a text in quotes";
    }
    if (type == Integer.class || type == Long.class) {
      return "a whole number";
    }
    if (type == Boolean.class) {
      return "true or false";
    }
    return type != null && Collection.class.isAssignableFrom(type) ? "a list" : "an object";
  }

  /** By its first character: the parser has forgotten it. */
  private static String found(@Nullable JsonLocation place, byte[] body) {
    long offset = place == null ? -1 : place.getByteOffset();
    if (offset < 0 || offset >= body.length) {
      return "";
    }
    char first = (char) body[(int) offset];
    return switch (first) {
      case '{' -> "an object";
      case '[' -> "a list";
      case '"' -> "a text";
      case 't', 'f' -> "true or false";
      default -> first == '-' || Character.isDigit(first) ? "a number" : "";
    };
  }
}
