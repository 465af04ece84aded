package io.sluice.serdes.avro.data;

import io.sluice.serdes.misfit.MisfitException;
import org.jspecify.annotations.Nullable;

/** Writes the values of one schema. Safe for use by several threads. */
@FunctionalInterface
public interface ValueEncoder {
  /**
   * Writes one.
   *
   * @throws MisfitException if it is none of the schema's
   */
  void encode(@Nullable Object value, AvroOutput to);

  /** Writes those that are there. */
  @FunctionalInterface
  interface Present {
    /**
     * Writes one.
     *
     * @throws MisfitException if something in it is none of its schema's
     * @throws ClassCastException if it is none of the schema's itself
     */
    void encode(Object value, AvroOutput to);
  }
}
