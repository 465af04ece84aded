package io.sluice.serdes.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes the values of one schema. Thread-safe. */
@FunctionalInterface
interface ValueWriter {
  /**
   * Writes one value.
   *
   * @throws io.sluice.serdes.misfit.MisfitException if it is none of the schema's
   */
  void write(@Nullable Object value, JsonGenerator json) throws IOException;

  /** The same where null has been dealt with. */
  @FunctionalInterface
  interface Present {
    void write(Object value, JsonGenerator json) throws IOException;
  }
}
