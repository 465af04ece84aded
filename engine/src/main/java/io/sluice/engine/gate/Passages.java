package io.sluice.engine.gate;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a gate said, by topic and schemas: it is asked once for records that have the same, and a
 * record like the one before it costs three comparisons. Schemas are the same if they are the same
 * object; sources that make them anew are the gate's business. Used by one thread.
 */
public final class Passages implements AutoCloseable {
  /** So many are remembered; those used longest ago are asked for again (invariant 6). */
  private static final int REMEMBERED = 10_000;

  private final Gate gate;
  private final Map<Look, Passage> known =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Look, Passage> eldest) {
          return size() > REMEMBERED;
        }
      };
  private @Nullable Look newest;
  private @Nullable Passage newestPassage;

  public Passages(Gate gate) {
    this.gate = gate;
  }

  /** The passage of records like this one, if the gate was asked for it; else null. */
  public @Nullable Passage known(SourceRecord record) {
    Look look = newest;
    if (look != null && look.isOf(record)) {
      return newestPassage;
    }
    look = Look.of(record);
    Passage passage = known.get(look);
    if (passage != null) {
      newest = look;
      newestPassage = passage;
    }
    return passage;
  }

  /** What goes on in place of the record, after the gate was asked where that is needed. */
  public SourceRecord pass(SourceRecord record) {
    Passage passage = known(record);
    if (passage == null) {
      passage = gate.judge(record);
      known.put(Look.of(record), passage);
    }
    return passage == Passage.OPEN ? record : passage.pass(record);
  }

  /** As {@link Gate#cut}. */
  public void cut() {
    gate.cut();
  }

  @Override
  public void close() {
    gate.close();
  }

  /** All that records passing alike have in common. */
  private record Look(String topic, @Nullable Schema key, @Nullable Schema value) {
    static Look of(SourceRecord record) {
      return new Look(record.topic(), record.keySchema(), record.valueSchema());
    }

    @SuppressWarnings("ReferenceEquality") // equal ones are found by the gate, at the gate's cost
    boolean isOf(SourceRecord record) {
      return value == record.valueSchema()
          && key == record.keySchema()
          && topic.equals(record.topic());
    }

    @Override
    @SuppressWarnings("ReferenceEquality")
    public boolean equals(@Nullable Object other) {
      return other instanceof Look look
          && value == look.value
          && key == look.key
          && topic.equals(look.topic);
    }

    @Override
    public int hashCode() {
      return (topic.hashCode() * 31 + System.identityHashCode(key)) * 31
          + System.identityHashCode(value);
    }
  }
}
