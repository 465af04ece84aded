package io.sluice.pipeline.kafka;

import static java.util.Objects.requireNonNull;

import io.sluice.pipeline.Place;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The topics of a pipeline.
 *
 * @param naming what {@code names} mean
 * @param names topics' names; one regular expression; one prefix; nothing for the connector's own
 * @param settings how topics are made that are not there yet, by Kafka's own names: {@code
 *     partitions}, {@code replication.factor}, {@code cleanup.policy}...
 * @param place where they are written
 */
public record TopicSpec(
    Naming naming, List<String> names, Map<String, String> settings, Place place) {
  /** How topics are named. */
  public enum Naming {
    /** Each by its name. */
    NAMES,
    /** All whose whole name matches a regular expression. */
    REGEX,
    /** All that begin so; what a source names otherwise gets it in front. */
    PREFIX,
    /** As the source connector names them. */
    CONNECTOR
  }

  /** How many partitions a topic is made with; -1 for the broker's default. */
  public static final String PARTITIONS = "partitions";

  /** How many brokers keep each partition; -1 for the broker's default. */
  public static final String REPLICATION_FACTOR = "replication.factor";

  public TopicSpec {
    requireNonNull(naming, "naming is null");
    names = List.copyOf(names);
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    requireNonNull(place, "place is null");
    boolean one = naming == Naming.REGEX || naming == Naming.PREFIX;
    if (one ? names.size() != 1 : names.isEmpty() == (naming == Naming.NAMES)) {
      throw new IllegalArgumentException(naming + " with " + names.size() + " names");
    }
  }

  /** For people: {@code topic orders}, {@code topics shop.*}. */
  @Override
  public String toString() {
    return switch (naming) {
      case NAMES -> (names.size() == 1 ? "topic " : "topics ") + String.join(", ", names);
      case REGEX -> "topics that match " + names.get(0);
      case PREFIX -> "topics " + names.get(0) + "*";
      case CONNECTOR -> "topics of the connector's own names";
    };
  }

  /** Whether Kafka takes this as a topic's name. */
  public static boolean isName(String text) {
    return text.matches("[a-zA-Z0-9._-]{1,249}") && !text.equals(".") && !text.equals("..");
  }

  /** Everything that Kafka lets one say about a topic that is made. */
  public static Set<String> knownSettings() {
    Set<String> known = new TreeSet<>(List.of(PARTITIONS, REPLICATION_FACTOR));
    Stream.of(TopicConfig.class.getFields())
        .filter(field -> field.getName().endsWith("_CONFIG"))
        .forEach(field -> known.add(constant(field)));
    return known;
  }

  private static String constant(java.lang.reflect.Field field) {
    try {
      return String.valueOf(field.get(null));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(field + " is public", e);
    }
  }
}
