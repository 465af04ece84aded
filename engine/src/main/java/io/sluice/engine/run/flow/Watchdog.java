package io.sluice.engine.run.flow;

import io.sluice.engine.fault.CallWatch;
import io.sluice.engine.fault.Failure;
import io.sluice.engine.fault.Fault;
import io.sluice.engine.fault.FaultException;
import io.sluice.engine.sink.SinkWorker;
import io.sluice.engine.source.SourceWorker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for plugins' calls that do not come back (invariant 7). */
public final class Watchdog {
  private static final Logger log = LoggerFactory.getLogger(Watchdog.class);

  private Watchdog() {}

  /** The first call that is past its deadline; null if there is none. */
  public static @Nullable Failure hanging(Flow flow, Duration deadline) {
    for (SourceWorker source : flow.sources()) {
      if (isLate(source.watch(), deadline)) {
        return late(source.name(), source.watch(), deadline);
      }
      if (isLate(source.commitWatch(), deadline)) {
        return late(source.name(), source.commitWatch(), deadline);
      }
    }
    for (SinkGroup sink : flow.sinks()) {
      for (SinkWorker worker : sink.workers()) {
        if (isLate(worker.watch(), deadline)) {
          return late(worker.name(), worker.watch(), deadline);
        }
      }
    }
    return null;
  }

  /** A call that failed and is being repeated; null if there is none. */
  public static @Nullable Failure trouble(Flow flow) {
    for (SourceWorker source : flow.sources()) {
      CallWatch.Trouble trouble = source.watch().trouble();
      if (trouble != null) {
        return Failure.of(source.name(), trouble.in(), trouble.cause());
      }
    }
    for (SinkGroup sink : flow.sinks()) {
      for (SinkWorker worker : sink.workers()) {
        CallWatch.Trouble trouble = worker.watch().trouble();
        if (trouble != null) {
          return Failure.of(worker.name(), trouble.in(), trouble.cause());
        }
      }
    }
    return null;
  }

  /**
   * A source that reads again what a sink has already is expected to come by all of it. If it does
   * not, epochs are cut nevertheless, or there would never be a checkpoint again.
   */
  public static void releaseStuckCatchUp(Flow flow) throws InterruptedException {
    for (SourceWorker source : flow.sources()) {
      if (source.isStuckCatchingUp()) {
        log.warn(
            "{} does not hand out again what a sink has already; going on with new offsets, records"
                + " may reach that sink twice",
            source.name());
        source.giveUpCatchingUp();
      }
    }
  }

  private static boolean isLate(CallWatch watch, Duration deadline) {
    return watch.inCall() && watch.nanos() > deadline.toNanos();
  }

  private static Failure late(String who, CallWatch watch, Duration deadline) {
    String call = watch.doing();
    return new Failure(
        who,
        call,
        Fault.CALL_HANGS,
        new FaultException(
            Fault.CALL_HANGS,
            FaultException.late(deadline)
                + ". If such a call may take longer, raise retry.call_timeout"));
  }
}
