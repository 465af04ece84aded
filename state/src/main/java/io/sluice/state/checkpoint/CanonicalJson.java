package io.sluice.state.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Source partitions and offsets as text: equal maps give equal text. Keys are sorted, there is no
 * white space. Read back, whole numbers are {@code Long} and others {@code Double}, as Connect's
 * own offset storage does it (JsonConverter without schemas); bytes come back as base64 text.
 */
public final class CanonicalJson {
  /** Streaming only: binding objects would load hundreds of classes at every start. */
  private static final JsonFactory FACTORY = new JsonFactory();

  private CanonicalJson() {}

  /**
   * The map as canonical JSON; {@code null} for null.
   *
   * @throws IllegalArgumentException if a value is none of null, String, Boolean, a number of at
   *     most 64 bits, bytes, or a map or list of these
   */
  public static String write(@Nullable Map<?, ?> map) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      write(json, map);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return text.toString();
  }

  /**
   * The map that {@link #write} wrote; null for {@code null}.
   *
   * @throws IllegalArgumentException if the text is not a JSON object
   */
  @SuppressWarnings("unchecked") // read(JsonParser) makes maps of String only
  public static @Nullable Map<String, @Nullable Object> read(String text) {
    try (JsonParser json = FACTORY.createParser(text)) {
      json.nextToken();
      Object value = read(json);
      if ((value != null && !(value instanceof Map)) || json.nextToken() != null) {
        throw new IllegalArgumentException("expected one JSON object");
      }
      return (Map<String, @Nullable Object>) value;
    } catch (JsonParseException e) {
      throw new IllegalArgumentException(
          "expected one JSON object, but it is not JSON from character "
              + e.getLocation().getColumnNr()
              + " of line "
              + e.getLocation().getLineNr(),
          e);
    } catch (IOException e) {
      throw new IllegalArgumentException("expected one JSON object", e);
    }
  }

  private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof String s) {
      json.writeString(s);
    } else if (value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte) {
      json.writeNumber(((Number) value).longValue());
    } else if (value instanceof Double d) {
      json.writeNumber(d);
    } else if (value instanceof Float f) {
      json.writeNumber(f);
    } else if (value instanceof Boolean b) {
      json.writeBoolean(b);
    } else if (value instanceof byte[] b) {
      json.writeBinary(b);
    } else if (value instanceof ByteBuffer b) {
      byte[] bytes = new byte[b.remaining()];
      b.duplicate().get(bytes);
      json.writeBinary(bytes);
    } else if (value instanceof Map<?, ?> map) {
      writeSorted(json, map);
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object element : list) {
        write(json, element);
      }
      json.writeEndArray();
    } else {
      throw new IllegalArgumentException(
          "a source partition or offset expected text, numbers, booleans, bytes, maps and lists,"
              + " but found a "
              + value.getClass().getName());
    }
  }

  private static void writeSorted(JsonGenerator json, Map<?, ?> map) throws IOException {
    TreeMap<String, @Nullable Object> sorted = new TreeMap<>();
    for (Map.Entry<?, ?> e : map.entrySet()) {
      if (!(e.getKey() instanceof String key)) {
        throw new IllegalArgumentException("a source partition or offset expected text as keys");
      }
      sorted.put(key, e.getValue());
    }
    json.writeStartObject();
    for (Map.Entry<String, @Nullable Object> e : sorted.entrySet()) {
      json.writeFieldName(e.getKey());
      write(json, e.getValue());
    }
    json.writeEndObject();
  }

  private static @Nullable Object read(JsonParser json) throws IOException {
    JsonToken token = json.currentToken();
    if (token == null) {
      throw new IllegalArgumentException("expected one JSON object, found an empty text");
    }
    return switch (token) {
      case START_OBJECT -> object(json);
      case START_ARRAY -> list(json);
      case VALUE_STRING -> json.getText();
      case VALUE_NUMBER_INT -> json.getLongValue();
      case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new IllegalArgumentException("expected one JSON object");
    };
  }

  private static Map<String, @Nullable Object> object(JsonParser json) throws IOException {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String key = json.currentName();
      json.nextToken();
      map.put(key, read(json));
    }
    return map;
  }

  private static List<@Nullable Object> list(JsonParser json) throws IOException {
    List<@Nullable Object> list = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      list.add(read(json));
    }
    return list;
  }
}
