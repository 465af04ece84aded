package io.sluice.contract;

import io.sluice.contract.event.Decisions;
import io.sluice.state.storage.StateException;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the records that decisions were applied to, from one checkpoint to the next: what passes
 * once more after a crash is counted once. Used by one thread at a time.
 */
final class Tally {
  private static final Logger log = LoggerFactory.getLogger(Tally.class);

  private final Decisions events;

  /** Those of events that have counted something since it was written down. */
  private final Map<Long, OfEvent> touched = new HashMap<>();

  Tally(Decisions events) {
    this.events = events;
  }

  /** Counts for one event. */
  final class OfEvent {
    private final long event;
    private long counted;

    private OfEvent(long event) {
      this.event = event;
    }

    void one() {
      if (counted == 0) {
        touched.put(event, this);
      }
      counted++;
    }
  }

  /** What counts for the event of that number. */
  OfEvent of(long event) {
    OfEvent counting = touched.get(event);
    return counting == null ? new OfEvent(event) : counting;
  }

  /**
   * Writes down what was counted; where that fails, with the next checkpoint: it is a statistic.
   */
  void write() {
    try {
      Map<Long, Long> counted = new HashMap<>();
      touched.values().forEach(each -> counted.put(each.event, each.counted));
      events.count(counted);
      touched.values().forEach(each -> each.counted = 0);
      touched.clear();
    } catch (StateException failed) {
      log.warn("How many records were frozen, kept or passed is not written down now", failed);
    }
  }
}
