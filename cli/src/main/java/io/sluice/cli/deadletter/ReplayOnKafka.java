package io.sluice.cli.deadletter;

import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Figures;
import io.sluice.cli.console.Output;
import io.sluice.kafka.deadletter.Arrival;
import io.sluice.kafka.deadletter.LetterException;
import io.sluice.kafka.deadletter.LetterReplay;
import io.sluice.pipeline.SinkSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code sluice dlq replay} of a pipeline on Kafka. */
final class ReplayOnKafka {
  private final LettersOnKafka letters;
  private final LetterSelection selection;
  private final Output output;
  private final Clock clock;

  /**
   * @param selection which letters
   */
  ReplayOnKafka(LettersOnKafka letters, LetterSelection selection, Output output, Clock clock) {
    this.letters = letters;
    this.selection = selection;
    this.output = output;
    this.clock = clock;
  }

  /** What a replay may spoil, in words; empty if nothing. */
  Optional<String> risk() {
    ReplayRisk risk = new ReplayRisk();
    letters.open(
        selection,
        (sink, letter) -> {
          if (letter.key() != null) {
            risk.addKeyed(letter.at());
          }
        });
    return risk.warning(clock.instant());
  }

  /**
   * Sends the letters through again and waits for the sinks.
   *
   * @param wait how long; zero for not at all
   */
  ExitCode replay(Duration wait) {
    long sent = 0;
    long lost = 0;
    long failed = 0;
    boolean arrived = true;
    try {
      for (SinkSpec sink : letters.sinks()) {
        LetterReplay.Sent one = send(sink);
        sent += one.letters();
        lost += one.lost();
        if (one.letters() > 0 && !wait.isZero()) {
          try (Arrival arrival = new Arrival(letters.client(), letters.connector(sink))) {
            arrived &= arrival.await(one, wait);
            failed += arrival.failedAgain(one);
          }
        }
      }
    } catch (LetterException e) {
      throw LettersOnKafka.failure(e);
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("pipeline", letters.pipeline());
    document.put("replayed", sent - failed);
    document.put("failed_again", failed);
    document.put("lost", lost);
    document.put("arrived", !wait.isZero() && arrived);
    output.document(document);
    say(sent, failed, lost, wait, arrived);
    boolean well = failed == 0 && lost == 0 && arrived;
    return well ? ExitCode.OK : ExitCode.FAILED;
  }

  private LetterReplay.Sent send(SinkSpec sink) {
    List<String> others =
        letters.sinks().stream()
            .filter(other -> !other.name().equals(sink.name()))
            .map(letters::connector)
            .toList();
    String who = LettersOnKafka.who(clock);
    try (LetterReplay replay =
        new LetterReplay(letters.client(), letters.connector(sink), others, who)) {
      return replay.send(selection.ofSink(sink.name()));
    }
  }

  private void say(long sent, long failed, long lost, Duration wait, boolean arrived) {
    if (sent == 0 && lost == 0) {
      output.line("No such open letters.");
      return;
    }
    output.line(
        Figures.count(sent - failed) + " replayed, " + Figures.count(failed) + " failed again.");
    if (lost > 0) {
      output.line(
          Figures.count(lost)
              + " stay open: the topic that they came from is not there any more, or they do not"
              + " say it.");
    }
    if (wait.isZero()) {
      output.line("Nobody has waited for the sink: sluice dlq ls shows what fails again.");
    } else if (!arrived) {
      output.line(
          "The sink has not come to all of them within "
              + Figures.time(wait)
              + ": it gets them when it does (sluice status), and sluice dlq ls shows what fails"
              + " again.");
    }
  }
}
