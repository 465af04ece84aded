package io.sluice.converters;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.common.cache.Cache;
import org.apache.kafka.common.cache.LRUCache;
import org.apache.kafka.common.cache.SynchronizedCache;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The schemas that were read. A record mostly begins with the very bytes of one before it in its
 * topic; comparing them is all that its schema costs then. Safe for use by several threads.
 */
final class ReadSchemas {
  /** How many beginnings of a topic's records are compared. */
  private static final int RECENT = 16;

  /** A record's schema, and where its value lies. */
  record Found(@Nullable Schema schema, Span value) {}

  /** What records with this schema begin with, up to their value. */
  private record Beginning(byte[] bytes, @Nullable Schema schema) {
    /** Whether a record of these bytes is one of them, and ends behind its value. */
    boolean begins(byte[] record) {
      return record.length > bytes.length
          && record[record.length - 1] == '}'
          && Arrays.equals(record, 0, bytes.length, bytes, 0, bytes.length);
    }
  }

  private final SchemaReader reader;
  private final Cache<String, Beginning[]> byTopic;
  private final Cache<ByteBuffer, Optional<Schema>> byText;

  ReadSchemas(SchemaReader reader, int size) {
    this.reader = reader;
    byTopic = new SynchronizedCache<>(new LRUCache<>(size));
    byText = new SynchronizedCache<>(new LRUCache<>(size));
  }

  Found find(@Nullable String topic, byte[] record) throws IOException {
    String key = topic == null ? "" : topic;
    Beginning[] recent = byTopic.get(key);
    if (recent != null) {
      for (Beginning each : recent) {
        if (each.begins(record)) {
          return new Found(each.schema(), new Span(each.bytes().length, record.length - 1));
        }
      }
    }
    Envelope envelope = Envelope.in(record);
    Schema schema = schema(record, envelope.schema());
    Span value = envelope.value();
    if (value.to() == record.length - 1 && envelope.schema().to() <= value.from()) {
      Beginning newest = new Beginning(Arrays.copyOf(record, value.from()), schema);
      byTopic.put(key, recent == null ? new Beginning[] {newest} : before(newest, recent));
    }
    return new Found(schema, value);
  }

  private @Nullable Schema schema(byte[] record, Span where) throws IOException {
    ByteBuffer text = ByteBuffer.wrap(Arrays.copyOfRange(record, where.from(), where.to()));
    Optional<Schema> known = byText.get(text);
    if (known == null) {
      known = Optional.ofNullable(reader.read(text.array()));
      byText.put(text, known);
    }
    return known.orElse(null);
  }

  private static Beginning[] before(Beginning newest, Beginning[] recent) {
    Beginning[] all = new Beginning[Math.min(RECENT, recent.length + 1)];
    all[0] = newest;
    System.arraycopy(recent, 0, all, 1, all.length - 1);
    return all;
  }
}
