package io.sluice.engine.source;

import io.sluice.state.checkpoint.CanonicalJson;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/**
 * The source offsets that are durable in every sink, as connectors and tasks may ask for them at
 * any time, also from {@code SourceTask.commit()}. Values have the types that they would have had
 * on Kafka Connect: whole numbers are {@code Long}. Thread-safe.
 */
public final class CommittedOffsets implements OffsetStorageReader {
  private final Map<String, Map<String, @Nullable Object>> offsets = new ConcurrentHashMap<>();

  /**
   * @param offsets source partition to source offset, canonical JSON
   */
  public CommittedOffsets(Map<String, String> offsets) {
    advance(offsets);
  }

  /** Takes in what became durable. A null offset forgets the partition. */
  void advance(Map<String, ? extends @Nullable String> moved) {
    moved.forEach(
        (partition, offset) -> {
          Map<String, @Nullable Object> read = offset == null ? null : CanonicalJson.read(offset);
          if (read == null) {
            offsets.remove(partition);
          } else {
            offsets.put(partition, read);
          }
        });
  }

  @Override
  @SuppressWarnings("NullAway") // Connect's way of saying "none" is null.
  public <T> Map<String, Object> offset(Map<String, T> partition) {
    Map<String, @Nullable Object> found = offsets.get(CanonicalJson.write(partition));
    return found == null ? null : new HashMap<>(found);
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
}
