package io.sluice.server.access.token;

import io.sluice.state.storage.StateException;
import io.sluice.state.storage.Storage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether the state is whole, for those who look up in it what anybody may send: it reads every
 * table to know, so that it is looked at once in a while, whoever asks how often. Thread-safe.
 */
final class WholeState {
  private static final Duration PACE = Duration.ofSeconds(3);

  private final Storage storage;
  private final Clock clock;
  private @Nullable Instant lookedAt;
  private @Nullable StateException found;

  WholeState(Storage storage, Clock clock) {
    this.storage = storage;
    this.clock = clock;
  }

  /**
   * Returns if it is, or was a few seconds ago.
   *
   * @throws StateException if it is not
   */
  synchronized void require() {
    Instant now = clock.instant();
    Instant before = lookedAt;
    if (before == null || Duration.between(before, now).abs().compareTo(PACE) >= 0) {
      look(now);
    }
    if (found != null) {
      throw found;
    }
  }

  private void look(Instant now) {
    try {
      storage.probe();
      found = null;
    } catch (StateException lost) {
      found = lost;
    }
    lookedAt = now;
  }
}
