package io.sluice.serdes.avro.data;

import io.sluice.serdes.misfit.MisfitException;
import org.jspecify.annotations.Nullable;

/** Reads the values of one schema. Safe for use by several threads. */
@FunctionalInterface
public interface ValueDecoder {
  /**
   * Reads one.
   *
   * @throws MisfitException if the bytes are none
   */
  @Nullable Object decode(AvroInput from);
}
