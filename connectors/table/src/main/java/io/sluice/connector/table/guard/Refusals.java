package io.sluice.connector.table.guard;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Rows that a database refused, until they are reported: by the task's own thread, whichever thread
 * found them.
 */
public final class Refusals {
  /**
   * One of them.
   *
   * @param record where the row came from
   * @param reason without values of the row
   */
  public record Refusal(SinkRecord record, DataException reason) {}

  private final Queue<Refusal> waiting = new ConcurrentLinkedQueue<>();

  /** Adds one. Any thread. */
  public void add(SinkRecord record, DataException reason) {
    waiting.add(new Refusal(record, reason));
  }

  /** Of some records, those whose rows were refused. Any thread. */
  public Set<SinkRecord> of(Collection<SinkRecord> records) {
    Set<SinkRecord> refused = Collections.newSetFromMap(new IdentityHashMap<>());
    if (!waiting.isEmpty()) {
      Set<SinkRecord> asked = Collections.newSetFromMap(new IdentityHashMap<>());
      asked.addAll(records);
      waiting.stream().map(Refusal::record).filter(asked::contains).forEach(refused::add);
    }
    return refused;
  }

  /** Takes the oldest; null if there is none. */
  public @Nullable Refusal poll() {
    return waiting.poll();
  }

  /** Forgets all: their transaction was undone, and their rows will come again. */
  public void clear() {
    waiting.clear();
  }
}
