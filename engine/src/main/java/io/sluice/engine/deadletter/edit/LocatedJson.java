package io.sluice.engine.deadletter.edit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a text of JSON with the place of everything in it. */
final class LocatedJson {
  /** Records nest no deeper than they can be kept; a text that does would exhaust the stack. */
  private static final int DEEPEST = 200;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private LocatedJson() {}

  /**
   * The value that the text is.
   *
   * @param part what it is the text of: the beginning of paths
   * @throws RecordTextException if it is no JSON, or more than one value
   */
  static Located read(String part, String text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new RecordTextException(part, 1, 1, "expected JSON but found nothing");
      }
      Located value = value(parser, first);
      if (parser.nextToken() != null) {
        JsonLocation at = parser.currentTokenLocation();
        throw new RecordTextException(
            part, at.getLineNr(), at.getColumnNr(), "expected the end but found more");
      }
      return value;
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw new RecordTextException(
          part,
          at == null ? 1 : at.getLineNr(),
          at == null ? 1 : at.getColumnNr(),
          "expected JSON but found something else: a comma, a quote or a bracket too many or too"
              + " few, or a name twice");
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  private static Located value(JsonParser parser, JsonToken token) throws IOException {
    JsonLocation at = parser.currentTokenLocation();
    int line = at.getLineNr();
    int column = at.getColumnNr();
    return switch (token) {
      case START_OBJECT -> {
        Map<String, Located> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          members.put(name, value(parser, parser.nextToken()));
        }
        yield new Located.Members(line, column, members);
      }
      case START_ARRAY -> {
        List<Located> elements = new ArrayList<>();
        for (JsonToken next = parser.nextToken();
            next != JsonToken.END_ARRAY;
            next = parser.nextToken()) {
          elements.add(value(parser, next));
        }
        yield new Located.Elements(line, column, elements);
      }
      case VALUE_NULL -> new Located.Leaf(line, column, null);
      case VALUE_TRUE -> new Located.Leaf(line, column, Boolean.TRUE);
      case VALUE_FALSE -> new Located.Leaf(line, column, Boolean.FALSE);
      case VALUE_STRING -> new Located.Leaf(line, column, parser.getText());
      case VALUE_NUMBER_INT -> new Located.Leaf(line, column, whole(parser));
      case VALUE_NUMBER_FLOAT -> new Located.Leaf(line, column, broken(parser));
      default -> throw new IllegalStateException("no value begins with " + token);
    };
  }

  private static BigInteger whole(JsonParser parser) throws IOException {
    return parser.getBigIntegerValue();
  }

  private static BigDecimal broken(JsonParser parser) throws IOException {
    return parser.getDecimalValue();
  }
}
