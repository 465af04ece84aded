package io.sluice.engine.source;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * A hash of a record's key that is the same in every process: after a restart a key must come out
 * in the same lane. Invariant 4: equal keys, equal hash, whatever their schema says.
 */
final class KeyHash {
  private KeyHash() {}

  /** Not negative. Records without a key all have the same, so they keep their order too. */
  static int of(@Nullable Object key) {
    int h = hash(key);
    h ^= h >>> 16;
    h *= 0x85ebca6b; // MurmurHash3's finalizer: neighbouring numbers must not share a lane.
    h ^= h >>> 13;
    return h & Integer.MAX_VALUE;
  }

  private static int hash(@Nullable Object value) {
    if (value == null) {
      return 0;
    }
    if (value instanceof Struct struct) {
      int h = 1;
      for (Field field : struct.schema().fields()) {
        h = 31 * h + hash(struct.getWithoutDefault(field.name()));
      }
      return h;
    }
    if (value instanceof byte[] bytes) {
      return Arrays.hashCode(bytes);
    }
    if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return Arrays.hashCode(bytes);
    }
    if (value instanceof Collection<?> list) {
      int h = 1;
      for (Object element : list) {
        h = 31 * h + hash(element);
      }
      return h;
    }
    if (value instanceof Map<?, ?> map) {
      int h = 0; // Independent of the map's order.
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        h += hash(entry.getKey()) ^ hash(entry.getValue());
      }
      return h;
    }
    return value.hashCode();
  }
}
