package io.sluice.serdes.avro.resolution;

import io.sluice.serdes.misfit.MisfitException;
import java.io.IOException;
import org.apache.avro.io.Encoder;
import org.jspecify.annotations.Nullable;

/** Writes the values of one schema under another. Safe for use by several threads. */
@FunctionalInterface
interface Step {
  /**
   * Writes one.
   *
   * @param value as Avro's library reads it where no logical type is converted
   * @throws MisfitException if the other schema cannot say the same
   * @throws IOException from what is written to
   */
  void write(@Nullable Object value, Encoder to) throws IOException;
}
