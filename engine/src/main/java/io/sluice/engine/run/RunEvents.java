package io.sluice.engine.run;

import io.sluice.engine.fault.Failure;
import io.sluice.engine.run.flow.Flow;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What flows, and people who ask something of a run, tell the run's thread. Told on any thread,
 * heard by one.
 */
final class RunEvents implements Flow.Listener {
  /** What was told. */
  sealed interface Event {
    record Failed(Failure failure) implements Event {}

    record Reconfigure(String why) implements Event {}

    record TasksMayDiffer() implements Event {}

    /** Something else is to be looked at. */
    record Wake() implements Event {}
  }

  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final LongConsumer cut;
  private final LongConsumer committed;

  /**
   * @param cut hears of epochs whose barriers are in all lanes, on the thread that prepares them
   * @param committed hears of epochs at once, on the thread that commits them
   */
  RunEvents(LongConsumer cut, LongConsumer committed) {
    this.cut = cut;
    this.committed = committed;
  }

  @Override
  public void failed(Failure failure) {
    events.add(new Event.Failed(failure));
  }

  @Override
  public void reconfigure(String why) {
    events.add(new Event.Reconfigure(why));
  }

  @Override
  public void tasksMayDiffer() {
    events.add(new Event.TasksMayDiffer());
  }

  @Override
  public void cut(long epoch) {
    cut.accept(epoch);
  }

  @Override
  public void committed(long epoch) {
    committed.accept(epoch);
  }

  /** Has the run's thread look at what is asked of it. */
  void wake() {
    events.add(new Event.Wake());
  }

  /** Forgets what was told and not heard: it was about a flow that has ended. */
  void clear() {
    events.clear();
  }

  /** The next event; null if none comes within that time. */
  @Nullable Event next(long nanos) throws InterruptedException {
    return events.poll(nanos, TimeUnit.NANOSECONDS);
  }

  /** The first failure among what was told and not heard yet; what was told before is forgotten. */
  Optional<Failure> nextFailure() {
    Event event = events.poll();
    while (event != null) {
      if (event instanceof Event.Failed failed) {
        return Optional.of(failed.failure());
      }
      event = events.poll();
    }
    return Optional.empty();
  }
}
