package io.sluice.registry.http.call;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/**
 * JSON to and from clients. Fields that are not known are passed over, as Confluent's server does.
 * Thread-safe.
 */
public final class JsonText {
  /** The API's deepest document, a rule set, has brackets five deep. */
  private static final int DEEPEST = 50;

  private final JsonMapper mapper;

  /**
   * For documents of a length.
   *
   * @param bytes of the longest document, and so of the longest text in it
   */
  public JsonText(int bytes) {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength(bytes)
                    .build())
            .build();
    this.mapper =
        JsonMapper.builder(factory)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
  }

  /**
   * Reads a document.
   *
   * @throws ApiException 400 if it is none; says where
   */
  public <T> T read(byte[] body, Class<T> type) {
    try {
      T document = body.length == 0 ? null : mapper.readValue(body, type);
      if (document == null) {
        throw new ApiException(400, "The body is empty: expected a JSON object");
      }
      return document;
    } catch (JsonProcessingException e) {
      throw new ApiException(400, 400, problem(e, body), e);
    } catch (IOException e) {
      throw new ApiException(400, 400, "The body is no text in UTF-8", e);
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

  private static String problem(JsonProcessingException e, byte[] body) {
    StringBuilder text = new StringBuilder("The body is not as expected");
    JsonLocation place = e.getLocation();
    if (place != null) {
      text.append(", line ").append(place.getLineNr());
      text.append(", column ").append(place.getColumnNr());
    }
    String field = "";
    if (e instanceof JsonMappingException mapping) {
      for (JsonMappingException.Reference step : mapping.getPath()) {
        String name = step.getFieldName();
        text.append(", at ").append(name == null ? "entry " + step.getIndex() : name);
        field = String.valueOf(name);
      }
    }
    return text.append(": ").append(JsonProblem.said(e, field, body)).toString();
  }
}
