package io.sluice.engine.run;

import io.sluice.engine.fault.CallWatch;
import io.sluice.engine.run.flow.Flow;
import io.sluice.engine.run.flow.SinkGroup;
import io.sluice.engine.sink.SinkWorker;
import io.sluice.engine.source.SourceWorker;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whom a flow waits for that does not advance. A sink task that is in no call waits itself: for
 * records, or for a barrier that comes when slower tasks have answered. So it is one that is in a
 * call, and of several the one that is behind the others, or has been in it for longest.
 */
final class Holdup {
  private static final String POLL = "poll";

  /** A call that lasts no longer holds nobody up. */
  private static final long MOMENT = TimeUnit.SECONDS.toNanos(1);

  private Holdup() {}

  /** Who it is, what it is in and since when; null if no task is in a call. */
  static @Nullable String of(Flow flow) {
    Optional<SinkWorker> sink =
        flow.sinks().stream()
            .map(SinkGroup::workers)
            .flatMap(workers -> workers.stream())
            .filter(worker -> worker.watch().inCall())
            .min(
                Comparator.comparingLong(SinkWorker::durableEpoch)
                    .thenComparing(worker -> -worker.watch().nanos()));
    return sink.filter(worker -> !isIdle(worker))
        .map(worker -> text(worker.name(), worker.watch()) + waiting(worker.waiting()))
        .or(() -> flow.sources().stream().flatMap(Holdup::call).findFirst())
        .or(() -> sink.map(worker -> text(worker.name(), worker.watch())))
        .orElse(null);
  }

  /** Whether it only looks now and then for what may come. */
  private static boolean isIdle(SinkWorker worker) {
    return worker.waiting() == 0 && worker.watch().nanos() < MOMENT;
  }

  private static Stream<String> call(SourceWorker source) {
    CallWatch poll = source.watch();
    CallWatch commit = source.commitWatch();
    if (commit.inCall()) {
      return Stream.of(text(source.name(), commit));
    }
    return poll.inCall() && !poll.doing().equals(POLL)
        ? Stream.of(text(source.name(), poll))
        : Stream.empty();
  }

  private static String text(String who, CallWatch watch) {
    long seconds = TimeUnit.NANOSECONDS.toSeconds(watch.nanos());
    return who + ", which has been in " + watch.doing() + " for " + seconds + " s";
  }

  private static String waiting(int records) {
    return records == 0
        ? ""
        : String.format(Locale.ROOT, ", with %,d records waiting before it", records);
  }
}
