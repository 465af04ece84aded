package io.sluice.contract;

import io.sluice.contract.Ruling.Data;
import io.sluice.contract.event.SchemaEvent.Position;
import io.sluice.contract.subject.SubjectRegistry;
import io.sluice.engine.fault.Ticker;
import io.sluice.engine.gate.Gate;
import io.sluice.engine.gate.Passage;
import io.sluice.state.checkpoint.CanonicalJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline's contract on schemas, held for one source task. Schemas that are equal are judged
 * once, whatever objects they are; what keeps records from going on as they are is judged again now
 * and then, since somebody may have decided meanwhile.
 */
final class ContractGate implements Gate {
  private static final int REMEMBERED = 2_000;
  private static final long LOOK_AGAIN = TimeUnit.SECONDS.toNanos(30);

  /** The schema of keys or values of a topic; null for keys or values without one. */
  private record Part(String topic, boolean isKey, @Nullable Schema schema) {}

  /**
   * @param since when it was made, by the ticker
   * @param registered how many versions the judge had made until then
   */
  private record Made(Ruling ruling, long since, long registered) {}

  private final Judge judge;
  private final boolean keys;
  private final SubjectRegistry registry;
  private final Ticker ticker;
  private final Map<Part, Made> rulings =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Part, Made> eldest) {
          return size() > REMEMBERED;
        }
      };

  /**
   * @param keys whether keys are judged as well
   * @param registry closed with the gate
   */
  ContractGate(Judge judge, boolean keys, SubjectRegistry registry, Ticker ticker) {
    this.judge = judge;
    this.keys = keys;
    this.registry = registry;
    this.ticker = ticker;
  }

  @Override
  public Passage judge(SourceRecord first) {
    boolean withoutKey = keys && first.keySchema() == null;
    boolean withoutValue = first.valueSchema() == null;
    if (keys && !withoutKey && !isOpen(first, true, first.keySchema(), first.key())
        || !withoutValue && !isOpen(first, false, first.valueSchema(), first.value())) {
      return this::pass;
    }
    if (!withoutKey && !withoutValue) {
      return Passage.OPEN;
    }
    // Without a schema what is not there looks as what is there and has no schema.
    return record ->
        withoutKey && record.key() != null || withoutValue && record.value() != null
            ? pass(record)
            : record;
  }

  /** Whether all keys, or values, of this schema go on as they are. */
  private boolean isOpen(
      SourceRecord record, boolean isKey, @Nullable Schema schema, @Nullable Object value) {
    return ruling(record, isKey, schema, value) == Ruling.OPEN;
  }

  private SourceRecord pass(SourceRecord record) {
    Data key = new Data(record.keySchema(), record.key());
    Data value = new Data(record.valueSchema(), record.value());
    // Both before either counts: where the registry does not answer, the record comes again.
    Ruling ofKey = keys ? ruling(record, true, key.schema(), key.value()) : Ruling.OPEN;
    Ruling ofValue = ruling(record, false, value.schema(), value.value());
    Data newKey = ofKey.apply(key);
    Data newValue = ofValue.apply(value);
    if (newKey == key && newValue == value) {
      return record;
    }
    return record.newRecord(
        record.topic(),
        record.kafkaPartition(),
        newKey.schema(),
        newKey.value(),
        newValue.schema(),
        newValue.value(),
        record.timestamp(),
        record.headers());
  }

  private Ruling ruling(
      SourceRecord record, boolean isKey, @Nullable Schema schema, @Nullable Object value) {
    if (schema == null && value == null) {
      return Ruling.OPEN; // A tombstone, or a record without a key.
    }
    Part part = new Part(record.topic(), isKey, schema);
    Made made = rulings.get(part);
    if (made != null && holds(made)) {
      return made.ruling();
    }
    Ruling ruling = judge.rule(new Arrival(record.topic(), isKey, schema, position(record)));
    rulings.put(part, new Made(ruling, ticker.nanos(), judge.registered()));
    return ruling;
  }

  /**
   * What goes on as it is, goes on; the rest is judged by the newest version, as it would be after
   * a restart.
   */
  private boolean holds(Made made) {
    return made.ruling() == Ruling.OPEN
        || made.registered() == judge.registered() && ticker.nanos() - made.since() < LOOK_AGAIN;
  }

  private static Position position(SourceRecord record) {
    return new Position(json(record.sourcePartition()), json(record.sourceOffset()));
  }

  private static Optional<String> json(@Nullable Map<String, ?> map) {
    return map == null ? Optional.empty() : Optional.of(CanonicalJson.write(map));
  }

  @Override
  public void cut() {
    judge.writeCounts();
  }

  @Override
  public void close() {
    registry.close();
  }
}
