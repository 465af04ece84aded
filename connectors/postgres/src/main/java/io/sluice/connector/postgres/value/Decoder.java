package io.sluice.connector.postgres.value;

/**
 * Turns one value as the server sends it into what Connect's schema of the column wants. There are
 * two forms: binary (what a type's <i>send</i> function writes) and text (what its <i>output</i>
 * function writes, with the settings that our connections make). COPY and pgoutput carry the same
 * bytes, so one decoder serves the snapshot and the stream and both give equal values. Chosen once
 * per column, shared by all threads, never asked for SQL NULL.
 */
@FunctionalInterface
public interface Decoder {

  /**
   * @param bytes holds the value; must not be kept or changed
   * @param offset where the value begins
   * @param length bytes of the value
   * @throws org.apache.kafka.connect.errors.DataException when Connect's type cannot hold the
   *     value, or the bytes are not of the type's form
   */
  Object decode(byte[] bytes, int offset, int length);
}
