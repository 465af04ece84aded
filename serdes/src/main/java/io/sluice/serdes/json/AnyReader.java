package io.sluice.serdes.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.serdes.misfit.MisfitException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads values that have no schema: integers as long, other numbers as double. */
final class AnyReader {
  private AnyReader() {}

  /** The value whose first token the parser stands on. */
  static @Nullable Object read(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case START_OBJECT -> object(json);
      case START_ARRAY -> array(json);
      case VALUE_STRING -> json.getText();
      case VALUE_NUMBER_INT -> Scalars.integer(json, Long.MIN_VALUE, Long.MAX_VALUE);
      case VALUE_NUMBER_FLOAT -> Scalars.float64(json);
      case VALUE_TRUE, VALUE_FALSE -> json.getBooleanValue();
      case VALUE_NULL -> null;
      default -> throw Scalars.unexpected(json, "a value");
    };
  }

  private static Map<String, @Nullable Object> object(JsonParser json) throws IOException {
    Map<String, @Nullable Object> read = new LinkedHashMap<>();
    String name;
    while ((name = json.nextFieldName()) != null) {
      json.nextToken();
      try {
        read.put(name, read(json));
      } catch (MisfitException e) {
        throw e.under("*");
      }
    }
    return read;
  }

  private static List<@Nullable Object> array(JsonParser json) throws IOException {
    List<@Nullable Object> read = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      try {
        read.add(read(json));
      } catch (MisfitException e) {
        throw e.under(read.size());
      }
    }
    return read;
  }
}
