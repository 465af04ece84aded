package io.sluice.testkit;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/**
 * Source offsets as Connect keeps them: through JSON and back, so that what a task reads is what it
 * would read after a restart on a real cluster (whole numbers as {@code Long}, and nothing that
 * JSON cannot hold).
 *
 * <p>Safe for use by several threads; what was put is seen by the next read.
 */
public final class InMemoryOffsets implements OffsetStorageReader {
  private final Map<String, String> offsets = new HashMap<>();
  private final JsonConverter json = new JsonConverter();

  public InMemoryOffsets() {
    json.configure(Map.of("schemas.enable", "false", "converter.type", "value"));
  }

  /** A store of its own with the same offsets. */
  public synchronized InMemoryOffsets copy() {
    InMemoryOffsets copy = new InMemoryOffsets();
    copy.offsets.putAll(offsets);
    return copy;
  }

  /** Makes the offset durable, so to say. */
  public synchronized void put(Map<String, ?> partition, Map<String, ?> offset) {
    offsets.put(toJson(partition), toJson(offset));
  }

  /** Makes durable how far this record reaches. */
  public void put(SourceRecord record) {
    put(record.sourcePartition(), record.sourceOffset());
  }

  /** What a task would read back of this map. */
  @SuppressWarnings("unchecked")
  public synchronized Map<String, Object> afterJson(Map<String, ?> map) {
    return (Map<String, Object>) fromJson(toJson(map));
  }

  public synchronized boolean isEmpty() {
    return offsets.isEmpty();
  }

  @Override
  public synchronized <T> @Nullable Map<String, Object> offset(Map<String, T> partition) {
    String offset = offsets.get(toJson(partition));
    return offset == null ? null : fromJson(offset);
  }

  @Override
  public <T> Map<Map<String, T>, Map<String, Object>> offsets(
      Collection<Map<String, T>> partitions) {
    Map<Map<String, T>, Map<String, Object>> found = new HashMap<>();
    for (Map<String, T> partition : partitions) {
      found.put(partition, offset(partition));
    }
    return found;
  }

  private String toJson(Map<String, ?> map) {
    // A tree map, so that equal maps are equal text.
    byte[] bytes = json.fromConnectData("", null, new java.util.TreeMap<>(map));
    return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> fromJson(String text) {
    SchemaAndValue value =
        json.toConnectData("", text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return (Map<String, Object>) value.value();
  }
}
