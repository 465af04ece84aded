package io.sluice.engine.deadletter;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Finds the record that makes a sink task fail which does not report it. Connect lets such a task
 * die: its next incarnation is handed records one by one until it fails again, which names the
 * record; the one after that never gets to see it, because it goes to the dead letters. Outlives
 * flows; thread-safe.
 */
public final class Suspects {
  private record Place(String sink, String topic, int partition, long offset) {}

  private record Found(SinkRecord record, Throwable reason) {}

  private final Set<String> oneByOne = new HashSet<>();
  private final Map<Place, Found> found = new HashMap<>();

  /** Whether this sink is to be handed records one by one. */
  public synchronized boolean areSoughtIn(String sink) {
    return oneByOne.contains(sink);
  }

  /** A sink failed on the data of one record in a batch. */
  public synchronized void seekIn(String sink) {
    oneByOne.add(sink);
  }

  /** It is this one. */
  public synchronized void found(String sink, SinkRecord record, Throwable reason) {
    found.put(place(sink, record), new Found(record, reason));
  }

  /** The sink got past the records that were suspected. */
  public synchronized void clear(String sink) {
    oneByOne.remove(sink);
    found.keySet().removeIf(place -> place.sink.equals(sink));
  }

  /** Why the sink cannot have this record; null if nothing is known against it. */
  public synchronized @Nullable Throwable against(String sink, SinkRecord record) {
    Found known = found.isEmpty() ? null : found.get(place(sink, record));
    // A source that hands out other records the second time must not lose one for it.
    return known != null
            && Objects.deepEquals(known.record.key(), record.key())
            && Objects.deepEquals(known.record.value(), record.value())
        ? known.reason
        : null;
  }

  private static Place place(String sink, SinkRecord record) {
    return new Place(sink, record.topic(), record.kafkaPartition(), record.kafkaOffset());
  }
}
