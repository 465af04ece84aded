package io.sluice.server.http.event;

import java.util.List;

/**
 * What one listener is to be told. Remembers what it told last, and so tells all that is new since,
 * however many times it was not asked meanwhile because the listener had not taken it yet.
 */
public interface Feed {
  /**
   * What is new since the last time; the first time, what the listener does not have yet. Empty if
   * nothing is. Called by one thread at a time, not always the same, some time after {@link
   * EventHub#wake}; must not wait for anything. A feed that throws ends its stream.
   */
  List<Event> next();
}
