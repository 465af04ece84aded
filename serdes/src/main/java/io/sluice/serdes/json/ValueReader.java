package io.sluice.serdes.json;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the values of one schema. Thread-safe. */
@FunctionalInterface
interface ValueReader {
  /**
   * Reads the value whose first token the parser stands on; leaves it on the last one.
   *
   * @throws io.sluice.serdes.misfit.MisfitException if it is none of the schema's
   */
  @Nullable Object read(JsonParser json) throws IOException;
}
