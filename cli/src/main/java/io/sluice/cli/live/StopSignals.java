package io.sluice.cli.live;

import io.sluice.cli.console.ExitCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Ctrl-C, SIGTERM and a closed terminal: the first asks for a clean stop, the second ends the
 * process at once, which loses nothing but the open epoch. Puts the former handlers back on close.
 */
public final class StopSignals implements AutoCloseable {
  private final Map<Signal, SignalHandler> before = new LinkedHashMap<>();
  private final AtomicInteger received = new AtomicInteger();

  private StopSignals() {}

  /**
   * @param stop called once, on the signal's thread; must return soon
   */
  public static StopSignals handle(Runnable stop) {
    StopSignals signals = new StopSignals();
    for (String name : List.of("INT", "TERM", "HUP")) {
      try {
        Signal signal = new Signal(name);
        signals.before.put(signal, Signal.handle(signal, s -> signals.received(stop)));
      } catch (IllegalArgumentException e) {
        // This system has no such signal, or the JVM keeps it (-Xrs): its default applies.
        continue;
      }
    }
    return signals;
  }

  private void received(Runnable stop) {
    if (received.incrementAndGet() > 1) {
      Runtime.getRuntime().halt(ExitCode.INTERRUPTED.number());
    }
    stop.run();
  }

  @Override
  public void close() {
    before.forEach(Signal::handle);
  }
}
