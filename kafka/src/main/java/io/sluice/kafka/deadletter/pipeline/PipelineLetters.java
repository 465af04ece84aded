package io.sluice.kafka.deadletter.pipeline;

import io.sluice.kafka.deadletter.DeadLetterTopic;
import io.sluice.kafka.deadletter.Letter;
import io.sluice.kafka.deadletter.LetterException;
import io.sluice.kafka.deadletter.LetterMarks;
import io.sluice.kafka.deploy.Translation;
import io.sluice.pipeline.SinkSpec;
import io.sluice.pipeline.kafka.KafkaPipeline;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/**
 * Dead letters of a pipeline on Kafka, read from the topics of its sinks. Keeps nothing open
 * between two questions. Thread-safe.
 */
public final class PipelineLetters {
  private final KafkaPipeline pipeline;
  private final Map<String, String> client;

  /**
   * A letter that was asked for.
   *
   * @param done what became of it; empty while it is open
   */
  public record Found(Letter letter, Optional<LetterMarks.Kind> done) {}

  /** Is handed letters. */
  @FunctionalInterface
  public interface Taker {
    /**
     * The next one of a sink, in the order in which they were set aside in its partition.
     *
     * @param sink its name in the pipeline file
     * @param done what became of the letter; empty while it is open
     */
    void take(String sink, Letter letter, Optional<LetterMarks.Kind> done);
  }

  /**
   * @param client settings of Kafka's clients, resolved
   */
  public PipelineLetters(KafkaPipeline pipeline, Map<String, String> client) {
    this.pipeline = pipeline;
    this.client = Map.copyOf(client);
  }

  /** The pipeline's name. */
  public String pipeline() {
    return pipeline.name();
  }

  /** Names of its sinks, in the file's order. */
  public List<String> sinks() {
    return pipeline.sinks().stream().map(SinkSpec::name).toList();
  }

  /** Settings of Kafka's clients, resolved. */
  Map<String, String> client() {
    return client;
  }

  /** What a sink of the pipeline is called in Connect. */
  String connector(String sink) {
    return Translation.sinkConnector(pipeline.name(), sink);
  }

  /**
   * Hands over each letter that is open and meant, of one sink after the other.
   *
   * @throws LetterException when Kafka does not answer or refuses
   */
  public void open(LetterFilter filter, BiConsumer<String, Letter> taker) {
    each(
        filter,
        (sink, letter, done) -> {
          if (done.isEmpty()) {
            taker.accept(sink, letter);
          }
        });
  }

  /**
   * The same of all that are meant, open or not, as far as Kafka still has them: what is purged is
   * deleted when nothing open lies before it.
   *
   * @throws LetterException when Kafka does not answer or refuses
   */
  public void each(LetterFilter filter, Taker taker) {
    for (String sink : sinks()) {
      Predicate<Letter> wanted = filter.ofSink(sink);
      DeadLetterTopic topic = topic(sink);
      LetterMarks marks = topic.marks();
      topic.read(
          letter -> {
            if (wanted.test(letter)) {
              taker.take(sink, letter, marks.of(letter));
            }
            return true;
          });
    }
  }

  /**
   * A letter, open or not; empty when the pipeline has no such letter.
   *
   * @throws LetterException when Kafka does not answer or refuses
   */
  public Optional<Found> find(LetterId id) {
    return sinks().contains(id.sink()) ? find(id, topic(id.sink())) : Optional.empty();
  }

  private static Optional<Found> find(LetterId id, DeadLetterTopic topic) {
    return topic
        .find(id.partition(), id.offset())
        .map(letter -> new Found(letter, topic.marks().of(letter)));
  }

  /**
   * From where to where the topics reach: while that is the same, so are the letters and what
   * became of them.
   *
   * @throws LetterException when Kafka does not answer or refuses
   */
  public Map<TopicPartition, DeadLetterTopic.Reach> reach() {
    Map<TopicPartition, DeadLetterTopic.Reach> all = new HashMap<>();
    sinks().forEach(sink -> all.putAll(topic(sink).reach()));
    return all;
  }

  private DeadLetterTopic topic(String sink) {
    return new DeadLetterTopic(client, connector(sink));
  }
}
