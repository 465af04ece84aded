package io.sluice.cli.deadletter;

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
import java.util.List;
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

  /**
   * Takes the letters that were counted out for good.
   *
   * @param matching how many they are, from {@link #count}
   * @param go whether it is to be done
   * @param dryRun whether nobody was asked, since it was not to be done
   */
  ExitCode purge(long matching, boolean go, boolean dryRun, String reason) {
    String note = LettersOnKafka.who(clock) + (reason.isEmpty() ? "" : ": " + reason);
    long purged = 0;
    long waiting = 0;
    try {
      for (SinkSpec sink : go ? letters.sinks() : List.<SinkSpec>of()) {
        Predicate<Letter> wanted =
            selection
                .ofSink(sink.name())
                .and(letter -> letter.offset() <= counted.getOrDefault(place(sink, letter), -1L));
        LetterPurge.Purged one =
            new LetterPurge(letters.client(), letters.connector(sink), note).purge(wanted);
        purged += one.letters();
        waiting += one.waiting();
      }
    } catch (LetterException e) {
      throw LettersOnKafka.failure(e);
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("pipeline", letters.pipeline());
    document.put("matching", matching);
    document.put("purged", purged);
    document.put("waiting", waiting);
    output.document(document);
    output.line(
        dryRun
            ? "Dry run: " + Figures.count(matching) + " letters would be purged."
            : Figures.count(purged) + " of " + Figures.count(matching) + " letters purged.");
    if (waiting > 0) {
      output.line(
          Figures.count(waiting)
              + " of them lie in the topic until those before them are done with as well: Kafka"
              + " deletes from the front alone.");
    }
    return ExitCode.OK;
  }
}
