package io.sluice.cli.live;

import io.sluice.engine.run.RunState;
import io.sluice.engine.run.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Statuses for tests of what is shown. */
final class Statuses {
  static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

  private Statuses() {}

  static RunStatus running(long delivered) {
    return at(START.plusSeconds(10), RunState.RUNNING, delivered, 0);
  }

  static RunStatus at(Instant at, RunState state, long delivered, long deadLettered) {
    return new RunStatus(
        "shop",
        state,
        START,
        at,
        new RunStatus.Counts(delivered + deadLettered, delivered, deadLettered, 0, 0),
        Duration.ofMillis(40),
        Duration.ofMillis(250),
        new RunStatus.LastCheckpoint(7, at.minusMillis(120), 100),
        List.of(),
        List.of(),
        0,
        null,
        state == RunState.STALLED ? "sink pg, task 0, which has been in put for 31 s" : null);
  }
}
