package io.sluice.cli.deadletter;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.kafka.deadletter.pipeline.LetterFilter;
import io.sluice.kafka.deadletter.pipeline.PipelineLetters;
import io.sluice.kafka.deadletter.pipeline.PipelineReplay;
import io.sluice.project.text.Figures;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@code sluice dlq replay} of a pipeline on Kafka. */
final class ReplayOnKafka {
  private final PipelineLetters letters;
  private final LetterFilter filter;
  private final Output output;
  private final Clock clock;

  /**
   * @param filter which letters
   */
  ReplayOnKafka(PipelineLetters letters, LetterFilter filter, Output output, Clock clock) {
    this.letters = letters;
    this.filter = filter;
    this.output = output;
    this.clock = clock;
  }

  /** What a replay may spoil, in words; empty if nothing. */
  Optional<String> risk() {
    ReplayRisk risk = new ReplayRisk();
    FromKafka.told(
        () ->
            letters.open(
                filter,
                (sink, letter) -> {
                  if (letter.key() != null) {
                    risk.addKeyed(letter.at());
                  }
                }));
    return risk.warning(clock.instant());
  }

  /**
   * Sends the letters through again and waits for the sinks.
   *
   * @param wait how long; zero for not at all
   * @throws CommandFailure when Kafka does not answer or refuses; what was sent before it is said
   */
  ExitCode replay(Duration wait) {
    PipelineReplay.Outcome outcome =
        new PipelineReplay(letters, filter, FromKafka.who(clock))
            .replay(wait, () -> true, soFar -> {});
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
