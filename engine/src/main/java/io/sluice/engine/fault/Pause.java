package io.sluice.engine.fault;

import java.time.Duration;

/** How a thread waits before another attempt. */
@FunctionalInterface
public interface Pause {
  /** By sleeping. */
  Pause SLEEP = time -> Thread.sleep(time.toMillis(), time.toNanosPart() % 1_000_000);

  void sleep(Duration time) throws InterruptedException;
}
