package io.sluice.converters;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.cache.Cache;
import org.apache.kafka.common.cache.LRUCache;
import org.apache.kafka.common.cache.SynchronizedCache;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * The schemas that were written, each as the bytes before its values. The very object that came
 * before in a topic is found without being compared. Safe for use by several threads.
 */
final class WrittenSchemas {
  private static final byte[] WITHOUT_SCHEMA = utf8("{\"schema\":null,\"payload\":");

  /** A schema and the bytes before a value of it. */
  private record Known(Schema schema, byte[] before) {}

  private final SchemaWriter writer;
  private final Cache<String, Known> newest;
  private final Cache<Schema, byte[]> all;

  WrittenSchemas(SchemaWriter writer, int size) {
    this.writer = writer;
    newest = new SynchronizedCache<>(new LRUCache<>(size));
    all = new SynchronizedCache<>(new LRUCache<>(size));
  }

  /** All of a record that comes before its value; not to be changed. */
  byte[] beforeValue(@Nullable String topic, @Nullable Schema schema) {
    if (schema == null) {
      return WITHOUT_SCHEMA;
    }
    // One that is being built may be another when it comes again.
    Schema settled = schema instanceof ConnectSchema ? schema : schema.schema();
    String key = topic == null ? "" : topic;
    Known last = newest.get(key);
    if (last != null && last.schema() == settled) {
      return last.before();
    }
    byte[] before = all.get(settled);
    if (before == null) {
      before = written(settled);
      all.put(settled, before);
    }
    newest.put(key, new Known(settled, before));
    return before;
  }

  private byte[] written(Schema schema) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    bytes.writeBytes(utf8("{\"schema\":"));
    try {
      writer.write(schema, bytes);
    } catch (IOException e) {
      throw new DataException("A schema cannot be written as JSON", e);
    }
    bytes.writeBytes(utf8(",\"payload\":"));
    return bytes.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
