package io.sluice.contract;

import io.sluice.engine.fault.Fault;
import io.sluice.engine.fault.FaultException;
import io.sluice.engine.fault.Ticker;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How many versions the records of a topic made lately. A source whose schemas have another name or
 * other fields in each record would fill the registry for ever; it is stopped. Used by one thread.
 */
final class RegistrationRate {
  /**
   * More than people change in an hour, and more than types that one outbox brings at its start.
   */
  static final int MOST = 200;

  private static final long WINDOW = TimeUnit.HOURS.toNanos(1);

  private final Ticker ticker;
  private final Map<String, Deque<Long>> registered = new HashMap<>();

  RegistrationRate(Ticker ticker) {
    this.ticker = ticker;
  }

  /**
   * To be asked before another version is made, as often as that is tried.
   *
   * @throws FaultException if there were too many
   */
  void check(String topic) {
    long now = ticker.nanos();
    Deque<Long> times = registered.computeIfAbsent(topic, t -> new ArrayDeque<>());
    while (!times.isEmpty() && now - times.getFirst() > WINDOW) {
      times.removeFirst();
    }
    if (times.size() >= MOST) {
      throw new FaultException(
          Fault.SCHEMA_REFUSED,
          "the records of topic "
              + topic
              + " brought "
              + MOST
              + " new schemas within an hour: their source seems to make another one for each"
              + " record. Give its schemas names and fields that stay, with a transform if need be,"
              + " or take the contract off this pipeline");
    }
  }

  /** Another version was made. */
  void made(String topic) {
    registered.computeIfAbsent(topic, t -> new ArrayDeque<>()).addLast(ticker.nanos());
  }
}
