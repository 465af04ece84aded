package io.sluice.connector.postgres.stream;

import io.sluice.connector.postgres.event.Position;

/** What a task knows of durability; outlives single connections. Safe for threads. */
public final class StreamProgress {

  private volatile SlotProgress slot = new SlotProgress();

  /** Forgets what was in flight: the reading begins anew behind what was handed out. */
  public void restart() {
    // What waited on the old connection comes again or is known by its position; nothing new may be
    // confirmed before.
    slot = new SlotProgress();
  }

  /** Everything up to this position is durable in all sinks. */
  public void durable(Position position) {
    slot.durable(position);
  }

  SlotProgress slot() {
    return slot;
  }
}
