package io.sluice.converters;

import org.jspecify.annotations.Nullable;

/** Writes the values of one schema. Safe for use by several threads. */
@FunctionalInterface
interface ValueWriter {
  /**
   * Writes one.
   *
   * @throws MisfitException if it is none of the schema's
   */
  void write(@Nullable Object value, JsonBytes json);

  /** Writes those that are there. */
  @FunctionalInterface
  interface Present {
    /**
     * Writes one.
     *
     * @throws MisfitException if something in it is none of its schema's
     * @throws ClassCastException if it is none of the schema's itself
     */
    void write(Object value, JsonBytes json);
  }
}
