package io.sluice.converters;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.apache.kafka.connect.errors.DataException;

/** Where schema and value lie in a record's bytes. */
record Envelope(Span schema, Span value) {
  static final String SCHEMA = "schema";
  static final String VALUE = "payload";

  /**
   * Looks for both, in any order and with any space between.
   *
   * @throws DataException if there is something else, or one of them is missing
   */
  static Envelope in(byte[] bytes) throws IOException {
    Span schema = null;
    Span value = null;
    try (JsonParser json = Json.FACTORY.createParser(bytes)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw noEnvelope();
      }
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        json.nextToken();
        if (name.equals(SCHEMA) && schema == null) {
          schema = Span.ofValue(json);
        } else if (name.equals(VALUE) && value == null) {
          value = Span.ofValue(json);
        } else {
          throw noEnvelope();
        }
      }
    }
    if (schema == null || value == null) {
      throw noEnvelope();
    }
    return new Envelope(schema, value);
  }

  /** Whether the bytes are a record with its schema. */
  static boolean isOne(byte[] bytes) {
    if (bytes.length == 0 || bytes[0] != '{') {
      return false;
    }
    try {
      in(bytes);
      return true;
    } catch (DataException | JacksonException e) {
      return false;
    } catch (IOException e) {
      throw new DataException("A header cannot be read", e);
    }
  }

  private static DataException noEnvelope() {
    return new DataException(
        "Expected an object of 'schema' and 'payload' and nothing else. Plain JSON is read with"
            + " schemas.enable=false in the converter's settings");
  }
}
