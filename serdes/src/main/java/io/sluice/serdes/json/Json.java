package io.sluice.serdes.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/** How JSON is read and written here. What it gives is safe for use by several threads. */
final class Json {
  /**
   * Depth and digits are bounded, so that no text costs more than its length says; how long a text
   * may be is not, since it is in memory anyway.
   */
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(500)
                  .maxNumberLength(10_000)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .build();

  /** Reads numbers into trees to their last digit. */
  static final ObjectMapper MAPPER =
      JsonMapper.builder(FACTORY)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** Minus zero where numbers lie in trees, which have none. */
  static final String MINUS_ZERO = "-0.0";

  /**
   * A mapper of its own for objects, also for those of {@code java.time} and {@code Optional}, to
   * be set up before it is used.
   */
  static ObjectMapper objects() {
    return new ObjectMapper(FACTORY.copy()).registerModules(new JavaTimeModule(), new Jdk8Module());
  }

  private Json() {}
}
