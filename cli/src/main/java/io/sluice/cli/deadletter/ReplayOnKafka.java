package io.sluice.cli.deadletter;

import static java.util.Objects.requireNonNull;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.live.Audited;
import io.sluice.kafka.deadletter.pipeline.LetterFilter;
import io.sluice.kafka.deadletter.pipeline.PipelineLetters;
import io.sluice.kafka.deadletter.pipeline.PipelineReplay;
import io.sluice.project.text.Figures;
import io.sluice.state.history.Audit;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** {@code sluice dlq replay} of a pipeline on Kafka. */
final class ReplayOnKafka {
  private static final PipelineReplay.Outcome NOTHING =
      new PipelineReplay.Outcome(0, 0, 0, true, Optional.empty());

  private final PipelineLetters letters;
  private final LetterFilter filter;
  private final Output output;
  private final Clock clock;
  private long meant;

  /**
   * @param filter which letters
   */
  ReplayOnKafka(PipelineLetters letters, LetterFilter filter, Output output, Clock clock) {
    this.letters = letters;
    this.filter = filter;
    this.output = output;
    this.clock = clock;
  }

  /** Counts the letters that are open; says what a replay may spoil, empty if nothing. */
  Optional<String> risk() {
    ReplayRisk risk = new ReplayRisk();
    meant = 0;
    FromKafka.told(
        () ->
            letters.open(
                filter,
                (sink, letter) -> {
                  meant++;
                  if (letter.key() != null) {
                    risk.addKeyed(letter.at());
                  }
                }));
    return risk.warning(clock.instant());
  }

  /**
   * Sends the letters that were counted by {@link #risk} through again and waits for the sinks.
   *
   * @param wait how long; zero for not at all
   * @param audited whose replay it is
   * @throws CommandFailure when Kafka does not answer or refuses; what was sent before it is said
   */
  ExitCode replay(Duration wait, Audited audited, Audit audit) {
    PipelineReplay.Outcome outcome = meant == 0 ? NOTHING : outcome(wait, audited, audit);
    if (outcome.failure().isPresent()) {
      throw FromKafka.failure(outcome.failure().get(), outcome.sent() == 0 ? "" : words(outcome));
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("pipeline", letters.pipeline());
    document.put("replayed", outcome.replayed());
    document.put("failed_again", outcome.failedAgain());
    document.put("lost", outcome.lost());
    document.put("arrived", !wait.isZero() && outcome.arrived());
    output.document(document);
    say(outcome, wait);
    boolean well = outcome.failedAgain() == 0 && outcome.lost() == 0 && outcome.arrived();
    return well ? ExitCode.OK : ExitCode.FAILED;
  }

  private PipelineReplay.Outcome outcome(Duration wait, Audited audited, Audit audit) {
    AtomicReference<PipelineReplay.Outcome> outcome = new AtomicReference<>(NOTHING);
    PipelineReplay replay = new PipelineReplay(letters, filter, FromKafka.who(clock));
    audited
        .replay(meant, filter.signature().orElse(null))
        .in(
            audit,
            () -> replay.replay(wait, () -> true, outcome::set),
            () -> replayed(requireNonNull(outcome.get())));
    return requireNonNull(outcome.get());
  }

  private static String replayed(PipelineReplay.Outcome outcome) {
    return Audited.replayed(outcome.replayed(), outcome.failedAgain());
  }

  private static String words(PipelineReplay.Outcome outcome) {
    return Figures.count(outcome.replayed())
        + " replayed, "
        + Figures.count(outcome.failedAgain())
        + " failed again.";
  }

  private void say(PipelineReplay.Outcome outcome, Duration wait) {
    if (outcome.sent() == 0 && outcome.lost() == 0) {
      output.line("No such open letters.");
      return;
    }
    output.line(words(outcome));
    if (outcome.lost() > 0) {
      output.line(
          Figures.count(outcome.lost())
              + " stay open: the topic that they came from is not there any more, or they do not"
              + " say it.");
    }
    if (wait.isZero()) {
      output.line("Nobody has waited for the sink: sluice dlq ls shows what fails again.");
    } else if (!outcome.arrived()) {
      output.line(
          "The sink has not come to all of them within "
              + Figures.time(wait)
              + ": it gets them when it does (sluice status), and sluice dlq ls shows what fails"
              + " again.");
    }
  }
}
