package io.sluice.engine.deadletter;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record as bytes and back, with nothing lost: topic, partition, timestamp, headers, the whole
 * schemas and every value that Connect knows, down to NaN and the type of a number without a
 * schema. A value need not fit its schema: that may be the very reason why the record is here. The
 * first byte is the version of the format; bytes written by any released version stay readable
 * (Invariant 10). Stateless; may be used from any thread.
 */
public final class RecordCodec {
  private RecordCodec() {}

  /**
   * The record as bytes. A {@code java.util.Date} of a subclass is kept as a plain one.
   *
   * @param record a {@code SourceRecord} or a {@code SinkRecord}
   * @throws org.apache.kafka.connect.errors.DataException if it holds a value of a type that
   *     Connect does not know, or one nested deeper than {@value RecordFormat#MAX_DEPTH}
   */
  public static byte[] encode(ConnectRecord<?> record) {
    return new RecordWriter().write(record);
  }

  /**
   * The record that {@link #encode} was given: again a {@code SourceRecord} or a {@code
   * SinkRecord}. Bytes come back as {@code byte[]} or {@code ByteBuffer}, as they were.
   *
   * @throws org.apache.kafka.connect.errors.DataException if the bytes are no record, or of a newer
   *     version
   */
  public static ConnectRecord<?> decode(byte[] bytes) {
    return new RecordReader(bytes).read();
  }

  /**
   * The encoded record as readable JSON, values included: for somebody who asked to see them.
   *
   * @throws org.apache.kafka.connect.errors.DataException as {@link #decode}
   */
  public static String toJson(byte[] bytes) {
    return RecordJson.of(decode(bytes));
  }

  /** The same of a record that is at hand. */
  public static String toJson(ConnectRecord<?> record) {
    return RecordJson.of(record);
  }

  /** A key or a value alone as readable JSON. */
  public static String valueJson(@Nullable Schema schema, @Nullable Object value) {
    return RecordJson.of(schema, value);
  }

  /** Headers as readable JSON: an array of objects with {@code name} and {@code value}. */
  public static String headersJson(Headers headers) {
    return RecordJson.of(headers);
  }

  /** What stands for a key of a map in the JSON, which has texts for keys. */
  public static String keyName(@Nullable Object key) {
    try {
      return RecordJson.keyText(key);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
  }

  /** The same digits for equal keys, and nothing of what is in them; null without a key. */
  public static @Nullable String keyHash(ConnectRecord<?> record) {
    return LetterIdentity.keyHash(record);
  }
}
