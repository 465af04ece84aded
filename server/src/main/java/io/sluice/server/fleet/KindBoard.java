package io.sluice.server.fleet;

import io.sluice.kafka.deadletter.DeadLetterTopic;
import io.sluice.kafka.deadletter.LetterException;
import io.sluice.kafka.deadletter.pipeline.LetterFilter;
import io.sluice.kafka.deadletter.pipeline.LetterKinds;
import io.sluice.kafka.deadletter.pipeline.PipelineLetters;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of dead letters of one pipeline on Kafka, for any number who look again and again: the
 * topics are read only when they reach further, and by one at a time. Thread-safe.
 */
final class KindBoard {
  /** For so long nobody is asked again. */
  private static final long FRESH_NANOS = 1_000_000_000L;

  /** Reading takes at most one part in so many of the time. */
  private static final int SHARE = 5;

  private final LongSupplier nanos;
  private @Nullable Seen seen;
  private @Nullable LetterException failure;
  private long askedAt;
  private long tookNanos;

  private record Seen(
      Map<TopicPartition, DeadLetterTopic.Reach> reach, List<LetterKinds.Kind> kinds) {}

  /**
   * @param nanos a clock that only ever goes on
   */
  KindBoard(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * The kinds, the one seen last first.
   *
   * @param letters asked only if what is known may have changed
   * @throws LetterException when Kafka does not answer or refuses, or did so a moment ago
   */
  synchronized List<LetterKinds.Kind> kinds(PipelineLetters letters) {
    Seen known = seen;
    LetterException broken = failure;
    long since = nanos.getAsLong() - askedAt;
    if ((known != null || broken != null) && since < Math.max(FRESH_NANOS, SHARE * tookNanos)) {
      if (broken != null) {
        throw broken;
      }
      return known == null ? List.of() : known.kinds();
    }
    long begin = nanos.getAsLong();
    try {
      Seen now = look(letters, known);
      seen = now;
      failure = null;
      return now.kinds();
    } catch (LetterException e) {
      failure = e;
      throw e;
    } finally {
      askedAt = nanos.getAsLong();
      tookNanos = askedAt - begin;
    }
  }

  private static Seen look(PipelineLetters letters, @Nullable Seen before) {
    // Before they are read: what comes meanwhile is another look's.
    Map<TopicPartition, DeadLetterTopic.Reach> reach = letters.reach();
    if (before != null && before.reach().equals(reach)) {
      return before;
    }
    LetterKinds kinds = new LetterKinds();
    letters.each(LetterFilter.ALL, kinds::add);
    return new Seen(
        reach,
        kinds.bySize().stream()
            .sorted(Comparator.comparing((LetterKinds.Kind kind) -> kind.last().at()).reversed())
            .toList());
  }
}
