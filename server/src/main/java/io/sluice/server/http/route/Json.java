package io.sluice.server.http.route;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.sluice.server.http.problem.Fault;
import io.sluice.server.http.problem.ProblemException;
import java.io.IOException;
import java.util.List;

/**
 * Documents as records: keys in snake case, words of enums in lower case, moments in ISO 8601; what
 * is null is absent. A document is read strictly: keys that are unknown or there twice, and texts
 * for numbers, are refused. Thread-safe.
 */
public final class Json {
  private static final int DEEPEST = 50;

  private final JsonMapper mapper;

  /**
   * For documents of a length.
   *
   * @param bytes of the longest document that is read, and so of the longest text in it
   */
  public Json(int bytes) {
    Keys.requireAnnotations();
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength(bytes)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();
    this.mapper =
        JsonMapper.builder(factory)
            .addModule(new JavaTimeModule())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .withCoercionConfig(
                LogicalType.Textual,
                text ->
                    text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .withCoercionConfig(
                LogicalType.Enum,
                word -> word.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail))
            .build();
  }

  /**
   * Reads a document; fields that are not {@code @Nullable} must be there.
   *
   * @throws ProblemException {@code BAD_REQUEST} if it is none; points at what is wrong
   */
  public <T> T read(byte[] body, Class<T> type) {
    JsonNode document;
    try {
      document = mapper.readTree(body);
    } catch (JsonProcessingException e) {
      throw ProblemException.badRequest(List.of(JsonFaults.ofText(e)));
    } catch (IOException e) {
      throw ProblemException.badRequest(
          List.of(Fault.ofBody("", "expected a text in UTF-8 but found something else")));
    }
    if (document == null || document.isMissingNode() || document.isNull()) {
      throw ProblemException.badRequest(
          List.of(Fault.ofBody("", "expected an object of JSON but found nothing")));
    }
    Keys.check(document, type);
    try {
      return mapper.treeToValue(document, type);
    } catch (JsonProcessingException e) {
      throw ProblemException.badRequest(List.of(JsonFaults.ofValue(e, document)));
    }
  }

  /** Writes one. */
  public byte[] write(Object document) {
    try {
      return mapper.writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer that is not JSON: " + document.getClass(), e);
    }
  }

  /** The same as a text. */
  public String text(Object document) {
    try {
      return mapper.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer that is not JSON: " + document.getClass(), e);
    }
  }
}
