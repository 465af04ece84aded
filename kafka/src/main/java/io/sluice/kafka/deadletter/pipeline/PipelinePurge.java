package io.sluice.kafka.deadletter.pipeline;

import io.sluice.kafka.deadletter.Letter;
import io.sluice.kafka.deadletter.LetterException;
import io.sluice.kafka.deadletter.LetterPurge;
import io.sluice.kafka.deploy.Translation;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/**
 * Takes letters of a pipeline out for good: those that were there when they were counted. For one
 * thread.
 */
public final class PipelinePurge {
  private final PipelineLetters letters;
  private final LetterFilter filter;

  /** The last letter that was counted in each partition of each sink's topic, by its offset. */
  private final Map<TopicPartition, Long> counted = new HashMap<>();

  /**
   * What was done.
   *
   * @param letters how many are purged, so far as Kafka has said
   * @param waiting how many of them Kafka still has, behind letters that are open
   * @param failure why it ended before the last letter; empty if it did not
   */
  public record Outcome(long letters, long waiting, Optional<LetterException> failure) {}

  /**
   * @param filter which letters
   */
  public PipelinePurge(PipelineLetters letters, LetterFilter filter) {
    this.letters = letters;
    this.filter = filter;
  }

  /**
   * How many letters are meant; those that come from now on are not purged with them.
   *
   * @throws LetterException when Kafka does not answer or refuses
   */
  public long count() {
    AtomicLong count = new AtomicLong();
    counted.clear();
    letters.open(
        filter,
        (sink, letter) -> {
          counted.put(place(sink, letter), letter.offset());
          count.incrementAndGet();
        });
    return count.get();
  }

  private TopicPartition place(String sink, Letter letter) {
    return new TopicPartition(Translation.deadLetters(letters.connector(sink)), letter.partition());
  }

  /**
   * Takes the letters that were counted out for good, of one sink after the other.
   *
   * @param note who purges and why, for people who read the topics
   * @param progress told of each sink's letters as soon as they are purged, how many
   * @param goOn asked before each sink
   */
  public Outcome purge(String note, LongConsumer progress, BooleanSupplier goOn) {
    long purged = 0;
    long waiting = 0;
    for (String sink : letters.sinks()) {
      if (!goOn.getAsBoolean()) {
        break;
      }
      try {
        LetterPurge.Purged one = purge(sink, note, progress);
        purged += one.letters();
        waiting += one.waiting();
        if (one.failure().isPresent()) {
          return new Outcome(purged, waiting, one.failure());
        }
      } catch (LetterException e) {
        return new Outcome(purged, waiting, Optional.of(e));
      }
    }
    return new Outcome(purged, waiting, Optional.empty());
  }

  private LetterPurge.Purged purge(String sink, String note, LongConsumer progress) {
    String connector = letters.connector(sink);
    Predicate<Letter> wanted =
        filter
            .ofSink(sink)
            .and(letter -> letter.offset() <= counted.getOrDefault(place(sink, letter), -1L));
    LetterPurge.Purged one = new LetterPurge(letters.client(), connector, note).purge(wanted);
    if (one.letters() > 0) {
      progress.accept(one.letters());
    }
    return one;
  }
}
