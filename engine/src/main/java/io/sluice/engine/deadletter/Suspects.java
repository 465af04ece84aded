package io.sluice.engine.deadletter;

import io.sluice.state.deadletter.DeadLetter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
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
  private record Found(
      String sink, SinkRecord record, long resumedAt, byte[] identity, Throwable reason) {
    /**
     * Whether it is the same record. A value need not be: many tell when they were read. The same
     * place in a lane counts only for flows that resumed at the same epoch, which read the same
     * stretch.
     */
    private boolean is(SinkRecord other, long otherResumedAt) {
      if (!Objects.equals(record.topic(), other.topic())
          || !Objects.deepEquals(record.key(), other.key())) {
        return false;
      }
      boolean samePlace =
          resumedAt == otherResumedAt
              && record.kafkaOffset() == other.kafkaOffset()
              && Objects.equals(record.kafkaPartition(), other.kafkaPartition());
      return samePlace || Arrays.equals(identity, identityOf(sink, other));
    }
  }

  private final Set<String> oneByOne = new HashSet<>();
  private final List<Found> found = new ArrayList<>();

  /** Whether this sink is to be handed records one by one. */
  public synchronized boolean areSoughtIn(String sink) {
    return oneByOne.contains(sink);
  }

  /** A sink failed on the data of one record in a batch. */
  public synchronized void seekIn(String sink) {
    oneByOne.add(sink);
  }

  /**
   * It is this one.
   *
   * @param resumedAt epoch at which the flow resumed that met it
   */
  public synchronized void found(String sink, SinkRecord record, long resumedAt, Throwable reason) {
    found.add(new Found(sink, record, resumedAt, identityOf(sink, record), reason));
  }

  /** The sink got past the records that were suspected. */
  public synchronized void clear(String sink) {
    oneByOne.remove(sink);
    found.removeIf(one -> one.sink.equals(sink));
  }

  /**
   * Why the sink cannot have this record; null if nothing is known against it.
   *
   * @param resumedAt epoch at which the present flow resumed
   */
  public synchronized @Nullable Throwable against(String sink, SinkRecord record, long resumedAt) {
    for (Found one : found) {
      if (one.sink.equals(sink) && one.is(record, resumedAt)) {
        return one.reason;
      }
    }
    return null;
  }

  private static byte[] identityOf(String sink, SinkRecord record) {
    return LetterIdentity.of(DeadLetter.Stage.SINK, sink, record, DeadLetterDesk.origin(record));
  }
}
