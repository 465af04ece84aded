package io.sluice.acceptance.foreign;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Records that a test gives to a {@link GivenSource} and gets from a {@link KeptSink}. Connectors,
 * which the engine makes from a class name and texts, find theirs by its id.
 */
final class Exchange implements AutoCloseable {
  /** The setting of both connectors that holds the id. */
  static final String SETTING = "exchange";

  private static final Map<String, Exchange> OPEN = new ConcurrentHashMap<>();

  private final String id = UUID.randomUUID().toString();
  private final List<SourceRecord> given;
  private final List<SinkRecord> kept = Collections.synchronizedList(new ArrayList<>());

  /** An exchange with these records to give. */
  Exchange(List<SourceRecord> given) {
    this.given = List.copyOf(given);
    OPEN.put(id, this);
  }

  static Exchange of(Map<String, String> config) {
    Exchange found = OPEN.get(String.valueOf(config.get(SETTING)));
    if (found == null) {
      throw new IllegalStateException("The test is over");
    }
    return found;
  }

  /** The settings of either connector. */
  Map<String, String> config() {
    return Map.of(SETTING, id);
  }

  List<SourceRecord> given() {
    return given;
  }

  void keep(Collection<SinkRecord> records) {
    kept.addAll(records);
  }

  /** What arrived, in its order. */
  List<SinkRecord> kept() {
    return List.copyOf(kept);
  }

  @Override
  public void close() {
    OPEN.remove(id);
  }
}
