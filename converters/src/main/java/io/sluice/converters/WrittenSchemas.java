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
 * The schemas that were written, each as the bytes before its values, with what writes these. The
 * very objects that came before in a topic are found without being compared. Safe for use by
 * several threads.
 */
final class WrittenSchemas {
  private static final byte[] NOTHING = {};
  private static final byte[] NO_SCHEMA = utf8("{\"schema\":null,\"payload\":");

  /** How many schemas of a topic are looked at first. */
  private static final int RECENT = 16;

  /**
   * How records of a schema are written.
   *
   * @param before all of a record that comes before its value; not to be changed
   */
  record Known(@Nullable Schema schema, byte[] before, ValueWriter values) {}

  private final boolean withSchemas;
  private final ValueWriters writers;
  private final SchemaWriter schemas;
  private final Known withoutSchema;
  private final Cache<String, Known[]> recent;
  private final Cache<Schema, byte[]> texts;

  /**
   * @param withSchemas whether they lie beside the values
   * @param size how many are remembered
   */
  WrittenSchemas(boolean withSchemas, ValueWriters writers, int size) {
    this.withSchemas = withSchemas;
    this.writers = writers;
    this.schemas = new SchemaWriter(writers);
    withoutSchema = new Known(null, withSchemas ? NO_SCHEMA : NOTHING, writers.of(null));
    recent = new SynchronizedCache<>(new LRUCache<>(size));
    texts = new SynchronizedCache<>(new LRUCache<>(size));
  }

  /** How a record is written whose schema is this one. */
  Known find(@Nullable String topic, @Nullable Schema schema) {
    if (schema == null) {
      return withoutSchema;
    }
    String key = topic == null ? "" : topic;
    Known[] known = recent.get(key);
    if (known != null) {
      for (Known each : known) {
        if (each.schema() == schema) {
          return each;
        }
      }
    }
    // One that is being built may be another when it comes again.
    boolean settled = schema instanceof ConnectSchema;
    Known newest = known(settled ? schema : schema.schema());
    if (settled) {
      recent.put(key, known == null ? new Known[] {newest} : before(newest, known));
    }
    return newest;
  }

  private Known known(Schema schema) {
    return new Known(schema, withSchemas ? text(schema) : NOTHING, writers.of(schema));
  }

  private byte[] text(Schema schema) {
    byte[] known = texts.get(schema);
    if (known == null) {
      known = written(schema);
      texts.put(schema, known);
    }
    return known;
  }

  private byte[] written(Schema schema) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    bytes.writeBytes(utf8("{\"schema\":"));
    try {
      schemas.write(schema, bytes);
    } catch (IOException e) {
      throw new DataException("A schema cannot be written as JSON", e);
    }
    bytes.writeBytes(utf8(",\"payload\":"));
    return bytes.toByteArray();
  }

  private static Known[] before(Known newest, Known[] recent) {
    Known[] all = new Known[Math.min(RECENT, recent.length + 1)];
    all[0] = newest;
    System.arraycopy(recent, 0, all, 1, all.length - 1);
    return all;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
