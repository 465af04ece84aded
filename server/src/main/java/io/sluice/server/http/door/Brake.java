package io.sluice.server.http.door;

import java.time.Duration;
import java.util.Optional;

/** Holds up who tries too often, where trying is worth something. Thread-safe. */
public interface Brake {
  /**
   * Counts a try.
   *
   * @param address from where it comes
   * @return how long to wait before the next one; empty if this one may go on
   */
  Optional<Duration> hold(String address);
}
