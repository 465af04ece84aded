package io.sluice.cli.deadletter;

import io.sluice.cli.console.CommandFailure;
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
import org.jspecify.annotations.Nullable;

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

  /** What became of the letters of all sinks, as far as it came. */
  private static final class Tally {
    private long sent;
    private long lost;
    private long failed;
    private boolean arrived = true;
    private @Nullable LetterException failure;

    String words() {
      return Figures.count(sent - failed)
          + " replayed, "
          + Figures.count(failed)
          + " failed again.";
    }
  }

  /**
   * Sends the letters through again and waits for the sinks.
   *
   * @param wait how long; zero for not at all
   * @throws CommandFailure when Kafka does not answer or refuses; what was sent before it is said
   */
  ExitCode replay(Duration wait) {
    Tally tally = new Tally();
    for (SinkSpec sink : letters.sinks()) {
      if (tally.failure == null) {
        replay(sink, wait, tally);
      }
    }
    if (tally.failure != null) {
      throw LettersOnKafka.failure(tally.failure, tally.sent == 0 ? "" : tally.words());
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("pipeline", letters.pipeline());
    document.put("replayed", tally.sent - tally.failed);
    document.put("failed_again", tally.failed);
    document.put("lost", tally.lost);
    document.put("arrived", !wait.isZero() && tally.arrived);
    output.document(document);
    say(tally, wait);
    boolean well = tally.failed == 0 && tally.lost == 0 && tally.arrived;
    return well ? ExitCode.OK : ExitCode.FAILED;
  }

  private void replay(SinkSpec sink, Duration wait, Tally tally) {
    try {
      LetterReplay.Sent one = send(sink);
      tally.sent += one.letters();
      tally.lost += one.lost();
      tally.failure = one.failure().orElse(null);
      if (tally.failure == null && one.letters() > 0 && !wait.isZero()) {
        try (Arrival arrival = new Arrival(letters.client(), letters.connector(sink))) {
          tally.arrived &= arrival.await(one, wait);
          tally.failed += arrival.failedAgain(one);
        }
      }
    } catch (LetterException e) {
      tally.failure = e;
    }
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

  private void say(Tally tally, Duration wait) {
    if (tally.sent == 0 && tally.lost == 0) {
      output.line("No such open letters.");
      return;
    }
    output.line(tally.words());
    if (tally.lost > 0) {
      output.line(
          Figures.count(tally.lost)
              + " stay open: the topic that they came from is not there any more, or they do not"
              + " say it.");
    }
    if (wait.isZero()) {
      output.line("Nobody has waited for the sink: sluice dlq ls shows what fails again.");
    } else if (!tally.arrived) {
      output.line(
          "The sink has not come to all of them within "
              + Figures.time(wait)
              + ": it gets them when it does (sluice status), and sluice dlq ls shows what fails"
              + " again.");
    }
  }
}
