package io.sluice.server.fleet;

import io.sluice.kafka.deadletter.LetterException;
import io.sluice.kafka.deadletter.LetterMarks;
import io.sluice.kafka.deadletter.pipeline.LetterFilter;
import io.sluice.kafka.deadletter.pipeline.LetterId;
import io.sluice.kafka.deadletter.pipeline.LetterKinds;
import io.sluice.kafka.deadletter.pipeline.PipelineLetters;
import io.sluice.pipeline.kafka.KafkaPipeline;
import io.sluice.server.operate.Refusal;
import io.sluice.server.operate.Refusal.Kind;
import io.sluice.server.operate.TopicLetters;
import io.sluice.state.deadletter.DeadLetters.Status;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Looks at dead letters in the topics of the Kafka that a project's pipelines run on. Thread-safe.
 */
final class KafkaLetters implements TopicLetters {
  /** People wait for the answer. */
  private static final String PATIENCE_MILLIS = "5000";

  private final Roster roster;
  private final Supplier<Optional<Map<String, String>>> client;
  private final UnaryOperator<String> redaction;
  private final Map<String, KindBoard> boards = new ConcurrentHashMap<>();

  /**
   * @param client settings of clients of the Kafka that the pipelines run on, resolved; empty while
   *     it does not run
   */
  KafkaLetters(
      Roster roster,
      Supplier<Optional<Map<String, String>>> client,
      UnaryOperator<String> redaction) {
    this.roster = roster;
    this.client = client;
    this.redaction = redaction;
  }

  @Override
  public List<LetterKinds.Kind> kinds(String name) {
    PipelineLetters letters = letters(name);
    KindBoard board = boards.computeIfAbsent(name, any -> new KindBoard(System::nanoTime));
    return asked(() -> board.kinds(letters));
  }

  @Override
  public List<Listed> list(String name, Query query) {
    PipelineLetters letters = letters(name);
    List<String> sinks = pipeline(name).sinks().stream().map(sink -> sink.name()).toList();
    Comparator<LetterId> order =
        Comparator.comparingInt((LetterId id) -> sinks.indexOf(id.sink()))
            .thenComparingInt(LetterId::partition)
            .thenComparingLong(LetterId::offset);
    Comparator<LetterId> wanted = query.newestFirst() ? order.reversed() : order;
    Deque<Listed> found = new ArrayDeque<>();
    return asked(
        () -> {
          letters.each(
              new LetterFilter(Set.of(), query.signature()),
              (sink, letter, done) -> {
                LetterId id = LetterId.of(sink, letter);
                boolean beyond =
                    query.beyond().filter(one -> wanted.compare(id, one) <= 0).isEmpty();
                if (beyond && status(done) == query.status()) {
                  take(found, new Listed(id, letter.bare(), status(done)), query);
                }
              });
          List<Listed> listed = new ArrayList<>(found);
          if (query.newestFirst()) {
            Collections.reverse(listed);
          }
          return listed;
        });
  }

  /** Topics are read from the front: of the newest, the last ones are kept. */
  private static void take(Deque<Listed> found, Listed one, Query query) {
    if (found.size() < query.limit()) {
      found.addLast(one);
    } else if (query.newestFirst()) {
      found.removeFirst();
      found.addLast(one);
    }
  }

  @Override
  public Listed find(String name, String said) {
    PipelineLetters letters = letters(name);
    return LetterId.parse(said)
        .flatMap(
            id ->
                asked(() -> letters.find(id))
                    .map(found -> new Listed(id, found.letter(), status(found.done()))))
        .orElseThrow(
            () ->
                new Refusal(
                    Kind.NOT_FOUND,
                    "pipeline " + name + " has no such dead letter",
                    "Ids on Kafka are sink:partition:offset, as table:0:17; what was purged is"
                        + " deleted."));
  }

  private static Status status(Optional<LetterMarks.Kind> done) {
    return done.map(kind -> kind == LetterMarks.Kind.REPLAYED ? Status.REPLAYED : Status.PURGED)
        .orElse(Status.OPEN);
  }

  /**
   * The version of a pipeline on Kafka that runs, or would be started.
   *
   * @throws Refusal if there is none
   */
  KafkaPipeline pipeline(String name) {
    return roster
        .named(name)
        .definition()
        .flatMap(definition -> definition.onKafka())
        .orElseThrow(
            () ->
                new Refusal(
                    Kind.CONFLICT,
                    "pipeline " + name + " has no version that runs on Kafka",
                    null));
  }

  private PipelineLetters letters(String name) {
    KafkaPipeline pipeline = pipeline(name);
    Map<String, String> settings =
        new HashMap<>(
            Refusals.orRefused(client)
                .orElseThrow(
                    () ->
                        new Refusal(
                            Kind.CONFLICT,
                            "the dead letters of pipeline "
                                + name
                                + " lie in the Kafka of this folder, which does not run now",
                            "Start the pipeline, and look again.")));
    settings.put("default.api.timeout.ms", PATIENCE_MILLIS);
    settings.put("request.timeout.ms", PATIENCE_MILLIS);
    return new PipelineLetters(pipeline, settings);
  }

  private <T> T asked(Supplier<T> what) {
    try {
      return what.get();
    } catch (LetterException refused) {
      throw refusal(
          refused, "Look again when Kafka answers; start the pipeline if it does not run.");
    }
  }

  /** What Kafka's refusal is for who asked. */
  Refusal refusal(LetterException refused, String hint) {
    return new Refusal(
        Kind.FAILED, redaction.apply(String.valueOf(refused.getMessage())), hint, refused);
  }
}
