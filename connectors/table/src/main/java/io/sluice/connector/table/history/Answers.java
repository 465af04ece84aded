package io.sluice.connector.table.history;

import io.sluice.connector.table.version.Version;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which stored versions are known to be, or not to be, the row of which event. */
final class Answers {
  private final Map<Event, Map<Long, Boolean>> ofEvents = new IdentityHashMap<>();

  /** Keeps what the database said when it was asked with this event's row. */
  void add(Event event, List<Version> versions) {
    Map<Long, Boolean> answers = ofEvents.computeIfAbsent(event, any -> new HashMap<>());
    versions.forEach(version -> answers.put(version.from(), version.same()));
  }

  /** Whether the stored version is the event's row; null if that was not asked. */
  @Nullable Boolean same(Event event, Version stored) {
    Map<Long, Boolean> answers = ofEvents.get(event);
    return answers == null ? null : answers.get(stored.from());
  }
}
