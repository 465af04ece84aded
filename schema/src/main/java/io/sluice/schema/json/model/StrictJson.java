package io.sluice.schema.json.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.schema.InvalidSchemaException;
import io.sluice.schema.text.JsonFault;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * JSON to the letter of RFC 8259, without names that occur twice, within bounds: what is larger is
 * refused before anything is built of it.
 */
final class StrictJson {
  /** Values, names and brackets. */
  static final int MOST_TOKENS = 1_000_000;

  /** The largest exponent, and the most digits: beyond it arithmetic costs more than it tells. */
  static final int LARGEST_EXPONENT = 1000;

  private final JsonFactory factory;
  private final JsonMapper mapper;

  /**
   * @param deepest how deep brackets may stand within brackets
   */
  StrictJson(int deepest) {
    factory =
        JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(deepest)
                    .maxNumberLength(LARGEST_EXPONENT)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();
    mapper =
        JsonMapper.builder(factory)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();
  }

  /** The text without white space between tokens, its numbers as they are written. */
  String compact(String text) {
    StringWriter written = new StringWriter(text.length());
    try (JsonParser parser = factory.createParser(text);
        JsonGenerator generator = factory.createGenerator(written)) {
      int depth = 0;
      int tokens = 0;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (tokens > 0 && depth == 0) {
          throw new InvalidSchemaException(
              at(parser) + ": more follows behind the end of the schema. Remove it.");
        }
        if (++tokens > MOST_TOKENS) {
          throw new InvalidSchemaException(
              "The schema has more than "
                  + MOST_TOKENS
                  + " parts. Split it, and refer to its parts.");
        }
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        copy(parser, token, generator);
      }
      if (tokens == 0) {
        throw new InvalidSchemaException("The schema is empty: a JSON object was expected.");
      }
    } catch (JsonProcessingException e) {
      throw notJson(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return written.toString();
  }

  /** Reads what {@link #compact} has written, its numbers exactly. */
  JsonNode read(String compact) {
    try {
      return mapper.readTree(compact);
    } catch (JsonProcessingException e) {
      throw notJson(e);
    }
  }

  /** Writes a value. */
  String write(JsonNode value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("What was read as JSON can be written", e);
    }
  }

  private static void copy(JsonParser parser, JsonToken token, JsonGenerator generator)
      throws IOException {
    if (token.isNumeric()) {
      String number = parser.getText();
      checkExponent(number, parser);
      generator.writeNumber(number);
    } else {
      generator.copyCurrentEvent(parser);
    }
  }

  private static void checkExponent(String number, JsonParser parser) {
    int e = Math.max(number.indexOf('e'), number.indexOf('E'));
    if (e < 0) {
      return;
    }
    String digits = number.substring(e + 1).replaceFirst("^[+-]?0*", "");
    if (digits.length() > 4 || (!digits.isEmpty() && Integer.parseInt(digits) > LARGEST_EXPONENT)) {
      throw new InvalidSchemaException(
          at(parser)
              + ": a number's exponent is beyond "
              + LARGEST_EXPONENT
              + ". Leave out a bound that no value reaches.");
    }
  }

  private static InvalidSchemaException notJson(JsonProcessingException e) {
    return new InvalidSchemaException(
        "The schema is not JSON, or not within bounds"
            + (e.getLocation() == null
                ? ""
                : " (line "
                    + e.getLocation().getLineNr()
                    + ", column "
                    + e.getLocation().getColumnNr()
                    + ")")
            + ": "
            + JsonFault.said(e),
        e);
  }

  private static String at(JsonParser parser) {
    return "Line "
        + parser.currentTokenLocation().getLineNr()
        + ", column "
        + parser.currentTokenLocation().getColumnNr();
  }
}
