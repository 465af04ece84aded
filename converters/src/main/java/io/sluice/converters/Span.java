package io.sluice.converters;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import org.apache.kafka.connect.errors.DataException;

/**
 * Where something lies in the bytes that a parser was given.
 *
 * @param from its first byte
 * @param to behind its last
 */
record Span(int from, int to) {
  /** That of the value at which the parser is, which goes to the value's last token. */
  static Span ofValue(JsonParser json) throws IOException {
    long from = json.currentTokenLocation().getByteOffset();
    json.skipChildren();
    json.finishToken();
    long to = json.currentLocation().getByteOffset();
    if (from < 0) {
      throw new DataException("Expected JSON in UTF-8, found another encoding");
    }
    return new Span(Math.toIntExact(from), Math.toIntExact(to));
  }
}
