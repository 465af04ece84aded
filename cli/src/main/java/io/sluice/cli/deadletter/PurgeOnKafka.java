package io.sluice.cli.deadletter;

import static java.util.Objects.requireNonNull;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.live.Audited;
import io.sluice.kafka.deadletter.pipeline.LetterFilter;
import io.sluice.kafka.deadletter.pipeline.PipelineLetters;
import io.sluice.kafka.deadletter.pipeline.PipelinePurge;
import io.sluice.project.text.Figures;
import io.sluice.state.history.Audit;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** {@code sluice dlq purge} of a pipeline on Kafka. */
final class PurgeOnKafka {
  private final PipelineLetters letters;
  private final LetterFilter filter;
  private final PipelinePurge purge;
  private final Output output;
  private final Clock clock;

  /**
   * @param filter which letters
   */
  PurgeOnKafka(PipelineLetters letters, LetterFilter filter, Output output, Clock clock) {
    this.letters = letters;
    this.filter = filter;
    this.purge = new PipelinePurge(letters, filter);
    this.output = output;
    this.clock = clock;
  }

  /** How many letters are meant; those that come from now on are not purged with them. */
  long count() {
    return FromKafka.asked(purge::count);
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
   * @param audited whose purge it is
   * @throws CommandFailure when Kafka does not answer or refuses; what was purged before it is said
   */
  ExitCode purge(long matching, String reason, Audited audited, Audit audit) {
    AtomicLong purged = new AtomicLong();
    AtomicReference<PipelinePurge.Outcome> ended = new AtomicReference<>();
    String note = FromKafka.who(clock) + (reason.isEmpty() ? "" : ": " + reason);
    audited
        .purge(matching, filter.signature().orElse(null), reason)
        .in(
            audit,
            () -> ended.set(purge.purge(note, purged::addAndGet, () -> true)),
            () -> Audited.purged(purged.get()));
    PipelinePurge.Outcome outcome = requireNonNull(ended.get());
    if (outcome.failure().isPresent()) {
      String before = purged(matching, outcome.letters());
      throw FromKafka.failure(
          outcome.failure().get(),
          outcome.waiting() == 0
              ? before
              : before
                  + " Of them "
                  + Figures.count(outcome.waiting())
                  + " still lie in the topic.");
    }
    document(matching, outcome.letters(), outcome.waiting());
    output.line(purged(matching, outcome.letters()));
    if (outcome.waiting() > 0) {
      output.line(
          Figures.count(outcome.waiting())
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
}
