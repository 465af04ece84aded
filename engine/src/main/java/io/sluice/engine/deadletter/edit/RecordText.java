package io.sluice.engine.deadletter.edit;

import static java.util.Objects.requireNonNull;

import io.sluice.engine.deadletter.RecordCodec;
import org.apache.kafka.connect.connector.ConnectRecord;

/**
 * What of a record can be edited, each part a text of JSON: numbers as they are, decimals and dates
 * as text, bytes in base64.
 *
 * @param key {@code null}, in four letters, for a record without one
 * @param value the same
 * @param headers an array of objects with {@code name} and {@code value}
 */
public record RecordText(String key, String value, String headers) {
  public RecordText {
    requireNonNull(key, "key is null");
    requireNonNull(value, "value is null");
    requireNonNull(headers, "headers is null");
  }

  /**
   * Of a record as it is kept.
   *
   * @throws org.apache.kafka.connect.errors.DataException if the bytes are no record
   */
  public static RecordText of(byte[] record) {
    return of(RecordCodec.decode(record));
  }

  /** Of a record. */
  public static RecordText of(ConnectRecord<?> record) {
    return new RecordText(
        RecordCodec.valueJson(record.keySchema(), record.key()),
        RecordCodec.valueJson(record.valueSchema(), record.value()),
        RecordCodec.headersJson(record.headers()));
  }
}
