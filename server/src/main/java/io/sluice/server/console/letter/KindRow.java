package io.sluice.server.console.letter;

import io.sluice.kafka.deadletter.Letter;
import io.sluice.kafka.deadletter.pipeline.LetterKinds;
import io.sluice.server.console.chart.Bars;
import io.sluice.server.console.text.Figures;
import io.sluice.server.console.text.Times;
import io.sluice.state.deadletter.LetterSurvey.Tally;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Letters of one kind of error.
 *
 * @param where stage and component
 * @param error class of the error, without its package
 * @param message of the newest; empty where it may not be seen, or was purged
 * @param open as it is shown, as are the other figures
 * @param arrivals empty where nobody knows when letters came
 */
public record KindRow(
    String pipeline,
    String signature,
    String address,
    String where,
    String error,
    Optional<String> message,
    Optional<String> topic,
    String open,
    boolean anyOpen,
    String replayed,
    String purged,
    Instant firstSeen,
    String first,
    Instant lastSeen,
    String last,
    Optional<Bars> arrivals) {
  private static final int LONGEST_MESSAGE = 400;

  /** Of a tally, for who may see messages or not. */
  static KindRow of(Tally tally, Bars arrivals, boolean withMessage, Instant now) {
    return new KindRow(
        tally.kind().pipeline(),
        tally.kind().signature(),
        LetterAddresses.kind(tally.kind().pipeline(), tally.kind().signature()),
        where(tally.kind().stage(), tally.kind().component()),
        simple(tally.errorClass()),
        withMessage && !tally.message().isEmpty()
            ? Optional.of(brief(tally.message()))
            : Optional.empty(),
        Optional.ofNullable(tally.topic()),
        Figures.count(tally.open()),
        tally.open() > 0,
        Figures.count(tally.replayed()),
        Figures.count(tally.purged()),
        tally.firstSeen(),
        Times.ago(tally.firstSeen(), now),
        tally.lastSeen(),
        Times.ago(tally.lastSeen(), now),
        Optional.of(arrivals));
  }

  /** Of a kind in the topic of a sink, for who may see messages or not. */
  static KindRow of(String pipeline, LetterKinds.Kind kind, boolean withMessage, Instant now) {
    Letter last = kind.last();
    return new KindRow(
        pipeline,
        kind.signature(),
        LetterAddresses.kind(pipeline, kind.signature()),
        where(kind.sink(), last),
        simple(last.errorClass()),
        withMessage && !last.message().isEmpty()
            ? Optional.of(brief(last.message()))
            : Optional.empty(),
        Optional.of(last.topic()).filter(topic -> !topic.isEmpty()),
        Figures.count(kind.open()),
        kind.open() > 0,
        Figures.count(kind.replayed()),
        Figures.count(kind.purged()),
        kind.first().at(),
        Times.ago(kind.first().at(), now),
        last.at(),
        Times.ago(last.at(), now),
        Optional.empty());
  }

  /** {@code sink table, TASK_PUT}. */
  static String where(String sink, Letter letter) {
    return "sink " + sink + (letter.stage().isEmpty() ? "" : ", " + letter.stage());
  }

  /** {@code sink warehouse}. */
  static String where(Enum<?> stage, String component) {
    String word = stage.name().toLowerCase(Locale.ROOT);
    return component.isEmpty() ? word : word + " " + component;
  }

  /** A class without its package. */
  static String simple(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }

  static String brief(String message) {
    return message.length() <= LONGEST_MESSAGE
        ? message
        : message.substring(0, LONGEST_MESSAGE - 1) + "…";
  }
}
