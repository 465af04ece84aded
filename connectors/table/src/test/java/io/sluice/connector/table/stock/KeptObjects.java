package io.sluice.connector.table.stock;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.jspecify.annotations.Nullable;

/**
 * Brings objects through Kafka as they are: a topic has their numbers, the objects stay here. So no
 * form of a converter stands between a case and what the task gets. Nothing at all is no bytes, as
 * a tombstone is.
 */
public final class KeptObjects implements Converter, HeaderConverter {
  private static final AtomicLong NEXT = new AtomicLong();
  private static final ConcurrentMap<Long, SchemaAndValue> KEPT = new ConcurrentHashMap<>();

  /** Instantiated by Connect. */
  public KeptObjects() {}

  static byte @Nullable [] keep(@Nullable Schema schema, @Nullable Object value) {
    if (schema == null && value == null) {
      return null;
    }
    long number = NEXT.incrementAndGet();
    KEPT.put(number, new SchemaAndValue(schema, value));
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }

  static void forget(Collection<byte[]> numbers) {
    numbers.forEach(bytes -> KEPT.remove(ByteBuffer.wrap(bytes).getLong()));
  }

  private static SchemaAndValue kept(byte @Nullable [] bytes) {
    if (bytes == null) {
      return SchemaAndValue.NULL;
    }
    SchemaAndValue kept = KEPT.get(ByteBuffer.wrap(bytes).getLong());
    if (kept == null) {
      throw new IllegalStateException("A record of a case that is over");
    }
    return kept;
  }

  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {}

  @Override
  public void configure(Map<String, ?> configs) {}

  @Override
  public String version() {
    return "1";
  }

  @Override
  public ConfigDef config() {
    return new ConfigDef();
  }

  @Override
  public byte @Nullable [] fromConnectData(String topic, Schema schema, Object value) {
    return keep(schema, value);
  }

  @Override
  public SchemaAndValue toConnectData(String topic, byte @Nullable [] value) {
    return kept(value);
  }

  @Override
  public byte @Nullable [] fromConnectHeader(
      String topic, String headerKey, Schema schema, Object value) {
    return keep(schema, value);
  }

  @Override
  public SchemaAndValue toConnectHeader(String topic, String headerKey, byte @Nullable [] value) {
    return kept(value);
  }

  @Override
  public void close() {}
}
