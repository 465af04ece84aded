package io.sluice.engine.source;

import io.sluice.state.checkpoint.CanonicalJson;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * How far one source task's records have been dispatched: the newest offset of each source
 * partition. Guarded by the worker's dispatch lock.
 */
final class SourcePosition {
  private Map<Map<String, ?>, @Nullable Map<String, ?>> moved = new HashMap<>();
  private @Nullable Map<String, ?> lastPartition;
  private @Nullable Map<String, ?> lastOffset;

  /** The record is on its way. Cheap while the partition stays the same object or equal. */
  void advance(SourceRecord record) {
    Map<String, ?> partition = record.sourcePartition();
    if (partition != lastPartition && !(partition != null && partition.equals(lastPartition))) {
      keep();
      lastPartition = partition;
    }
    lastOffset = record.sourceOffset();
  }

  /** What moved since the last call, as canonical JSON. */
  Map<String, @Nullable String> take() {
    keep();
    lastPartition = null;
    Map<String, @Nullable String> text = new HashMap<>();
    moved.forEach(
        (partition, offset) ->
            text.put(
                CanonicalJson.write(partition),
                offset == null ? null : CanonicalJson.write(offset)));
    moved = new HashMap<>();
    return text;
  }

  private void keep() {
    if (lastPartition != null) {
      moved.put(lastPartition, lastOffset);
    }
  }
}
