package io.sluice.server.http.route;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.sluice.server.http.problem.Fault;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is wrong with a document, in the words of JSON and not of Java, without its values. */
final class JsonFaults {
  private JsonFaults() {}

  /** A text that is no document. */
  static Fault ofText(JsonProcessingException e) {
    String said = String.valueOf(e.getOriginalMessage());
    String what =
        said.startsWith("Duplicate")
            ? "a key is there twice"
            : said.startsWith("Trailing token")
                ? "expected the document's end but found more"
                : "expected JSON but found something else";
    return Fault.ofBody("", what + place(e));
  }

  private static String place(JsonProcessingException e) {
    @Nullable JsonLocation place = e.getLocation();
    return place == null || place.getLineNr() < 1
        ? ""
        : ", line " + place.getLineNr() + ", column " + place.getColumnNr();
  }

  /** A document whose values are not those of the record. */
  static Fault ofValue(JsonProcessingException e, JsonNode document) {
    String pointer = e instanceof JsonMappingException in ? pointer(in) : "";
    if (e instanceof ValueInstantiationException
        && e.getCause() instanceof IllegalArgumentException reason
        && reason.getMessage() != null) {
      return Fault.ofBody(pointer, reason.getMessage());
    }
    Class<?> type =
        e instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
    if (type == null && document.at(pointer).isNumber()) {
      return Fault.ofBody(pointer, "expected a whole number that is not as large");
    }
    return Fault.ofBody(
        pointer, "expected " + expected(type) + " but found " + found(document.at(pointer)));
  }

  private static String expected(@Nullable Class<?> type) {
    if (type == null) {
      return "something else";
    }
    if (type.isEnum()) {
      return "one of "
          + Arrays.stream(type.getEnumConstants())
              .map(word -> word.toString().toLowerCase(Locale.ROOT))
              .toList();
    }
    if (type == String.class) {
      return "a text in quotes";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (Instant.class.equals(type)) {
      return "a moment as \"2026-11-22T10:00:00Z\"";
    }
    if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
      return "a whole number";
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return "a number";
    }
    return Collection.class.isAssignableFrom(type) ? "a list" : "an object";
  }

  private static String found(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "a list";
      case STRING -> "a text";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      default -> "something else";
    };
  }

  private static String pointer(JsonMappingException e) {
    StringBuilder pointer = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      String name = step.getFieldName();
      pointer.append('/').append(name == null ? Integer.toString(step.getIndex()) : escaped(name));
    }
    return pointer.toString();
  }

  /** As RFC 6901 has it. */
  static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
