package io.sluice.kafka.topic;

import static java.util.Objects.requireNonNull;

import io.sluice.pipeline.Place;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a pipeline asks of a topic, or of all whose names begin in one way.
 *
 * @param pipeline its name
 * @param kind which topics, and what may be done to them
 * @param name the topic, or how the topics' names begin
 * @param not of the topics that begin so, those that begin so are others'; null for none
 * @param settings by Kafka's own names, {@code partitions} and {@code replication.factor} among
 *     them; what is not said, or is -1 there, is the broker's to choose
 * @param place where the pipeline says it
 */
public record TopicDemand(
    String pipeline,
    Kind kind,
    String name,
    @Nullable String not,
    Map<String, String> settings,
    Place place) {
  /** Which topics. */
  public enum Kind {
    /** The one of that name: made when it is not there, changed when it is other. */
    NAMED,
    /** The one of that name, made when it is not there; what it is then, it stays. */
    MADE_ONCE,
    /** All that begin so and are there: the connector names them, and Connect makes them. */
    PREFIXED
  }

  public TopicDemand {
    requireNonNull(pipeline, "pipeline is null");
    requireNonNull(kind, "kind is null");
    requireNonNull(name, "name is null");
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    requireNonNull(place, "place is null");
  }

  /** Whether a topic is meant. */
  boolean covers(String topic) {
    return kind == Kind.PREFIXED
        ? topic.startsWith(name) && (not == null || !topic.startsWith(not))
        : topic.equals(name);
  }
}
