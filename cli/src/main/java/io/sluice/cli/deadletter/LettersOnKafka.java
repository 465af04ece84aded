package io.sluice.cli.deadletter;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.kafka.deadletter.DeadLetterTopic;
import io.sluice.kafka.deadletter.Letter;
import io.sluice.kafka.deadletter.LetterException;
import io.sluice.kafka.deadletter.LetterMarks;
import io.sluice.kafka.deploy.Translation;
import io.sluice.pipeline.SinkSpec;
import io.sluice.pipeline.kafka.KafkaPipeline;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** Dead letters of a pipeline on Kafka, read from the topics of its sinks. */
final class LettersOnKafka {
  private final KafkaPipeline pipeline;
  private final Map<String, String> client;

  /**
   * A letter that was asked for.
   *
   * @param open whether nothing became of it yet
   */
  record Found(Letter letter, boolean open) {}

  /**
   * @param client settings of Kafka's clients, resolved
   */
  LettersOnKafka(KafkaPipeline pipeline, Map<String, String> client) {
    this.pipeline = pipeline;
    this.client = Map.copyOf(client);
  }

  /** The pipeline's name. */
  String pipeline() {
    return pipeline.name();
  }

  List<SinkSpec> sinks() {
    return pipeline.sinks();
  }

  /** Settings of Kafka's clients, resolved. */
  Map<String, String> client() {
    return client;
  }

  /** What a sink of the pipeline is called in Connect. */
  String connector(SinkSpec sink) {
    return Translation.sinkConnector(pipeline.name(), sink.name());
  }

  /**
   * Hands over each letter that is open, of one sink after the other.
   *
   * @throws CommandFailure when Kafka does not answer or refuses
   */
  void open(BiConsumer<SinkSpec, Letter> taker) {
    open(sink -> letter -> true, taker);
  }

  /**
   * The same of those that somebody has chosen.
   *
   * @throws CommandFailure when Kafka does not answer or refuses, or nothing was chosen
   */
  void open(LetterSelection selection, BiConsumer<SinkSpec, Letter> taker) {
    open(selection::ofSink, taker);
  }

  private void open(
      Function<String, Predicate<Letter>> choice, BiConsumer<SinkSpec, Letter> taker) {
    try {
      for (SinkSpec sink : pipeline.sinks()) {
        Predicate<Letter> wanted = choice.apply(sink.name());
        DeadLetterTopic topic = topic(sink);
        LetterMarks marks = topic.marks();
        topic.read(
            letter -> {
              if (marks.isOpen(letter) && wanted.test(letter)) {
                taker.accept(sink, letter);
              }
              return true;
            });
      }
    } catch (LetterException e) {
      throw failure(e);
    }
  }

  /**
   * A letter, open or not; empty when the pipeline has no such letter.
   *
   * @throws CommandFailure when Kafka does not answer or refuses
   */
  Optional<Found> find(LetterId id) {
    Optional<SinkSpec> sink =
        pipeline.sinks().stream().filter(each -> each.name().equals(id.sink())).findFirst();
    return sink.isEmpty() ? Optional.empty() : find(id, topic(sink.get()));
  }

  private static Optional<Found> find(LetterId id, DeadLetterTopic topic) {
    List<Letter> found = new ArrayList<>();
    try {
      topic.read(
          letter -> {
            boolean isIt = LetterId.of(id.sink(), letter).equals(id);
            if (isIt) {
              found.add(letter);
            }
            return !isIt;
          });
      return found.isEmpty()
          ? Optional.empty()
          : Optional.of(new Found(found.get(0), topic.marks().isOpen(found.get(0))));
    } catch (LetterException e) {
      throw failure(e);
    }
  }

  /** What Kafka's refusal is for a command. */
  static CommandFailure failure(LetterException e) {
    return failure(e, "");
  }

  /**
   * The same of a command that had done something before.
   *
   * @param before what, as a sentence; empty for nothing
   */
  static CommandFailure failure(LetterException e, String before) {
    return new CommandFailure(
        e.kind() == LetterException.Kind.REFUSED ? ExitCode.FAILED : ExitCode.UNREACHABLE,
        String.valueOf(e.getMessage()),
        before.isEmpty()
            ? "Say --bootstrap, or what clients need to get in under 'kafka' in sluice.yaml."
            : "Until then: " + before + " What is open is shown by: sluice dlq ls",
        e);
  }

  /** Who does something to letters, and when, for people who read their topics. */
  static String who(Clock clock) {
    return "by " + System.getProperty("user.name", "unknown") + " at " + clock.instant();
  }

  private DeadLetterTopic topic(SinkSpec sink) {
    return new DeadLetterTopic(client, connector(sink));
  }
}
