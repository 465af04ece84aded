package io.sluice.connector.postgres.value;

/**
 * Turns one value in PostgreSQL's binary form (what a type's <i>send</i> function wrote) into what
 * Connect's schema of the column wants. COPY and pgoutput carry the same bytes, so one decoder
 * serves the snapshot and the stream and both give equal values. Chosen once per column, shared by
 * all threads, never asked for SQL NULL.
 */
@FunctionalInterface
public interface Decoder {

  /**
   * @param bytes holds the value; must not be kept or changed
   * @param offset where the value begins
   * @param length bytes of the value
   * @throws org.apache.kafka.connect.errors.DataException when Connect's type cannot hold the value
   */
  Object decode(byte[] bytes, int offset, int length);
}
