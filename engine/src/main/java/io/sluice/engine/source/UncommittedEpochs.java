package io.sluice.engine.source;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far a source task came in each epoch that is cut and not durable everywhere yet. Few of them,
 * however long a sink holds back (invariant 6). Safe for use by several threads.
 */
final class UncommittedEpochs {
  private static final int MOST = 1_000;

  private final CommittedOffsets committed;
  private final NavigableMap<Long, Map<String, @Nullable String>> epochs = new TreeMap<>();

  /**
   * @param committed takes in what became durable
   */
  UncommittedEpochs(CommittedOffsets committed) {
    this.committed = committed;
  }

  /**
   * An epoch was cut.
   *
   * @param moved source partitions that moved in it, with their offsets
   */
  synchronized void cut(long epoch, Map<String, @Nullable String> moved) {
    epochs.put(epoch, moved);
    if (epochs.size() > MOST) {
      // A sink holds back for long. The oldest two become one, known when the younger is.
      Map<String, @Nullable String> oldest = new HashMap<>(epochs.pollFirstEntry().getValue());
      oldest.putAll(epochs.firstEntry().getValue());
      epochs.put(epochs.firstKey(), oldest);
    }
  }

  /** Everything up to this epoch is durable in every sink. */
  synchronized void committed(long epoch) {
    NavigableMap<Long, Map<String, @Nullable String>> done = epochs.headMap(epoch, true);
    done.values().forEach(committed::advance);
    done.clear();
  }
}
