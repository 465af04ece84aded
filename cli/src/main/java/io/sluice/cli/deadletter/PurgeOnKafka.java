package io.sluice.cli.deadletter;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Figures;
import io.sluice.cli.console.Output;
import io.sluice.kafka.deadletter.Letter;
import io.sluice.kafka.deadletter.LetterException;
import io.sluice.kafka.deadletter.LetterPurge;
import io.sluice.kafka.deploy.Translation;
import io.sluice.pipeline.SinkSpec;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/** {@code sluice dlq purge} of a pipeline on Kafka. */
final class PurgeOnKafka {
  private final LettersOnKafka letters;
  private final LetterSelection selection;
  private final Output output;
  private final Clock clock;

  /** The last letter that was counted in each partition of each sink's topic, by its offset. */
  private final Map<TopicPartition, Long> counted = new HashMap<>();

  /**
   * @param selection which letters
   */
  PurgeOnKafka(LettersOnKafka letters, LetterSelection selection, Output output, Clock clock) {
    this.letters = letters;
    this.selection = selection;
    this.output = output;
    this.clock = clock;
  }

  /** How many letters are meant; those that come from now on are not purged with them. */
  long count() {
    AtomicLong count = new AtomicLong();
    counted.clear();
    letters.open(
        selection,
        (sink, letter) -> {
          counted.put(place(sink, letter), letter.offset());
          count.incrementAndGet();
        });
    return count.get();
  }

  private TopicPartition place(SinkSpec sink, Letter letter) {
    return new TopicPartition(Translation.deadLetters(letters.connector(sink)), letter.partition());
  }

  /** Keeps what was purged. */
  @FunctionalInterface
  interface Audited {
    /**
     * Letters of a sink are purged.
     *
     * @param after which sink's letters, and how many, as JSON
     */
    void purged(String after);
  }

  /**
   * Purges none of the letters that were counted.
   *
   * @param matching how many they are, from {@link #count}
   * @param dryRun whether nobody was asked
   */
  ExitCode leave(long matching, boolean dryRun) {
    document(matching, 0, 0);
    output.line(
        dryRun
            ? "Dry run: " + Figures.count(matching) + " letters would be purged."
            : purged(matching, 0));
    return ExitCode.OK;
  }

  /**
   * Takes the letters that were counted out for good.
   *
   * @param matching how many they are, from {@link #count}
   * @param audit told of each sink's letters as soon as they are purged: what is said of them in
   *     their topic goes with the next ones
   * @throws CommandFailure when Kafka does not answer or refuses; what was purged before it is said
   */
  ExitCode purge(long matching, String reason, Audited audit) {
    String note = LettersOnKafka.who(clock) + (reason.isEmpty() ? "" : ": " + reason);
    long purged = 0;
    long waiting = 0;
    LetterException failure = null;
    for (SinkSpec sink : letters.sinks()) {
      if (failure == null) {
        try {
          LetterPurge.Purged one = purge(sink, note, audit);
          purged += one.letters();
          waiting += one.waiting();
          failure = one.failure().orElse(null);
        } catch (LetterException e) {
          failure = e;
        }
      }
    }
    if (failure != null) {
      String before = purged(matching, purged);
      throw LettersOnKafka.failure(
          failure,
          waiting == 0
              ? before
              : before + " Of them " + Figures.count(waiting) + " still lie in the topic.");
    }
    document(matching, purged, waiting);
    output.line(purged(matching, purged));
    if (waiting > 0) {
      output.line(
          Figures.count(waiting)
              + " of them lie in the topic until those before them are done with as well: Kafka"
              + " deletes from the front alone.");
    }
    return ExitCode.OK;
  }

  private void document(long matching, long purged, long waiting) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("pipeline", letters.pipeline());
    document.put("matching", matching);
    document.put("purged", purged);
    document.put("waiting", waiting);
    output.document(document);
  }

  private static String purged(long matching, long purged) {
    return Figures.count(purged) + " of " + Figures.count(matching) + " letters purged.";
  }

  private LetterPurge.Purged purge(SinkSpec sink, String note, Audited audit) {
    String connector = letters.connector(sink);
    Predicate<Letter> wanted =
        selection
            .ofSink(sink.name())
            .and(letter -> letter.offset() <= counted.getOrDefault(place(sink, letter), -1L));
    LetterPurge.Purged one = new LetterPurge(letters.client(), connector, note).purge(wanted);
    if (one.letters() > 0) {
      audit.purged(
          JsonMapper.builder()
              .build()
              .createObjectNode()
              .put("connector", connector)
              .put("purged", one.letters())
              .toString());
    }
    return one;
  }
}
