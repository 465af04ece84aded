package io.sluice.cli.live;

import io.sluice.engine.fault.Fault;
import io.sluice.engine.fault.RecordPlace;
import io.sluice.engine.run.RunError;
import io.sluice.engine.run.RunState;
import io.sluice.engine.run.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Statuses for tests of what is shown. */
final class Statuses {
  static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

  private Statuses() {}

  static RunStatus running(long delivered) {
    return at(START.plusSeconds(10), RunState.RUNNING, delivered, 0);
  }

  static RunStatus at(Instant at, RunState state, long delivered, long deadLettered) {
    return at(at, state, delivered, deadLettered, null);
  }

  /** With a failure, passed or not. */
  static RunStatus failed(Instant at, RunState state, String failure) {
    return at(at, state, 0, 0, error(failure));
  }

  /** Of a record of which everything is known. */
  static RunError error(String cause) {
    return new RunError(
        START,
        Fault.STOP_ON_RECORD,
        "sink pg, task 0",
        "put",
        cause,
        Optional.of(new RecordPlace("shop.public.orders", "9f2c41aa", "{\"lsn\":7}")));
  }

  private static RunStatus at(
      Instant at, RunState state, long delivered, long deadLettered, @Nullable RunError error) {
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
        error,
        state == RunState.STALLED ? "sink pg, task 0, which has been in put for 31 s" : null);
  }
}
