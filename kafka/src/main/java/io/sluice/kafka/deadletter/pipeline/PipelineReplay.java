package io.sluice.kafka.deadletter.pipeline;

import io.sluice.kafka.deadletter.Arrival;
import io.sluice.kafka.deadletter.Letter;
import io.sluice.kafka.deadletter.LetterException;
import io.sluice.kafka.deadletter.LetterReplay;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Sends letters of a pipeline through again, and waits until its sinks have had them. */
public final class PipelineReplay {
  private final PipelineLetters letters;
  private final LetterFilter filter;
  private final String note;

  /**
   * What became of letters, as far as it came.
   *
   * @param sent how many lie in their topics again, and are marked so
   * @param failedAgain how many of them are new letters by now
   * @param lost how many stay open, since the topic that they came from is gone or they do not say
   *     it
   * @param arrived whether the sinks have had all that were sent, where that was waited for
   * @param failure why it ended before the last letter; empty if it did not
   */
  public record Outcome(
      long sent, long failedAgain, long lost, boolean arrived, Optional<LetterException> failure) {
    private static final Outcome NOTHING = new Outcome(0, 0, 0, true, Optional.empty());

    /** How many were sent and did not fail again. */
    public long replayed() {
      return sent - failedAgain;
    }

    private Outcome plus(LetterReplay.Sent more) {
      return new Outcome(
          sent + more.letters(), failedAgain, lost + more.lost(), arrived, more.failure());
    }

    private Outcome seen(boolean all, long failed) {
      return new Outcome(sent, failedAgain + failed, lost, arrived && all, failure);
    }

    private Outcome brokenOff(LetterException why) {
      return new Outcome(sent, failedAgain, lost, arrived, Optional.of(why));
    }
  }

  /**
   * @param filter which letters
   * @param note who replays, for people who read the topics
   */
  public PipelineReplay(PipelineLetters letters, LetterFilter filter, String note) {
    this.letters = letters;
    this.filter = filter;
    this.note = note;
  }

  /**
   * Sends the open letters that are meant, of one sink after the other. One that somebody else
   * replays at this moment breaks it off.
   *
   * @param wait for each sink, how long until it has had them; zero for not at all
   * @param goOn asked before each letter and while it waits; those not sent until then stay open
   * @param progress told after each sink
   */
  public Outcome replay(Duration wait, BooleanSupplier goOn, Consumer<Outcome> progress) {
    Outcome outcome = Outcome.NOTHING;
    for (String sink : letters.sinks()) {
      if (outcome.failure().isEmpty() && goOn.getAsBoolean()) {
        outcome = replay(sink, wait, goOn, outcome);
        progress.accept(outcome);
      }
    }
    return outcome;
  }

  private Outcome replay(String sink, Duration wait, BooleanSupplier goOn, Outcome before) {
    Outcome outcome = before;
    try {
      LetterReplay.Sent sent = send(sink, goOn);
      outcome = outcome.plus(sent);
      if (sent.failure().isEmpty() && sent.letters() > 0 && !wait.isZero()) {
        try (Arrival arrival = new Arrival(letters.client(), letters.connector(sink))) {
          boolean all = arrival.await(sent, wait, goOn);
          outcome = outcome.seen(all, arrival.failedAgain(sent));
        }
      }
      return outcome;
    } catch (LetterException e) {
      return outcome.brokenOff(e);
    }
  }

  private LetterReplay.Sent send(String sink, BooleanSupplier goOn) {
    List<String> others =
        letters.sinks().stream()
            .filter(other -> !other.equals(sink))
            .map(letters::connector)
            .toList();
    Predicate<Letter> wanted = filter.ofSink(sink);
    try (LetterReplay replay =
        new LetterReplay(letters.client(), letters.connector(sink), others, note)) {
      return replay.send(letter -> goOn.getAsBoolean() && wanted.test(letter));
    }
  }
}
