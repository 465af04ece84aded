package io.sluice.pipeline.file;

import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.pipeline.kafka.TopicSpec;
import io.sluice.pipeline.kafka.TopicSpec.Naming;
import io.sluice.pipeline.setting.ScalarType;
import io.sluice.pipeline.setting.Section;
import io.sluice.pipeline.setting.Setting;
import io.sluice.pipeline.yaml.Problems;
import io.sluice.pipeline.yaml.Yaml;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys that make a pipeline run on Kafka, and what they have to do with source and sinks. */
final class KafkaSettings {
  static final Setting<String> TOPIC =
      Setting.optional(
          "topic",
          ScalarType.text(TopicsType.expected(Naming.NAMES)),
          "One topic of Kafka between source and sinks, or for one of them alone: the pipeline then"
              + " runs on Kafka. Short for `topics: {names: ...}`.");
  static final Setting<TopicSpec> TOPICS =
      Setting.optional(
          "topics",
          new TopicsType(),
          "The topics of Kafka between source and sinks, or for one of them alone, and how they are"
              + " made: the pipeline then runs on Kafka.");
  static final Setting<UnresolvedConfig> CONVERTERS =
      Setting.optional(
          "converters",
          new ConvertersType(),
          "How records lie in the topics. Default: JSON with schemas, keys and values, so that"
              + " types and nulls come through as they are.");

  /** What a pipeline file can ask of the direct engine and Kafka Connect does not do. */
  private static final Map<List<String>, String> NOT_ON_KAFKA = new LinkedHashMap<>();

  static {
    NOT_ON_KAFKA.put(
        List.of("checkpoint"), "Connect's workers commit every offset.flush.interval.ms");
    NOT_ON_KAFKA.put(
        List.of("buffer"),
        "What waits, waits in the topic; its settings say for how long, such as retention.ms");
    NOT_ON_KAFKA.put(List.of("slo"), "Connect does not watch it");
    for (String key : List.of("max_rate", "window", "min_records", "max_count")) {
      NOT_ON_KAFKA.put(
          List.of("on_error", key), "Connect goes on however many dead letters there are");
    }
    NOT_ON_KAFKA.put(List.of("retry", "backoff"), "Connect begins with 300 ms");
    for (String key : List.of("max_restarts", "call_timeout", "stop_timeout")) {
      NOT_ON_KAFKA.put(List.of("retry", key), "Connect does not restart tasks that failed");
    }
  }

  private KafkaSettings() {}

  /** Whether the pipeline runs on Kafka, as far as its author said so. */
  static boolean isMeant(Section.Values values) {
    return values.written(TOPIC) || values.written(TOPICS);
  }

  /** The topics; empty when there are none, or after a problem was reported. */
  static Optional<TopicSpec> topics(
      Section.Values values, Setting<?> source, Setting<?> sinks, Problems problems) {
    if (!isMeant(values)) {
      if (values.written(CONVERTERS)) {
        problems.error(
            values.placeOf(CONVERTERS),
            "converters are for topics, and the pipeline names none",
            "Name one with 'topic' or 'topics', or leave the converters out: without a topic"
                + " records are handed over as they are");
      }
      return Optional.empty();
    }
    if (values.written(TOPIC) && values.written(TOPICS)) {
      problems.error(values.placeOf(TOPIC), "'topic' and 'topics' exclude each other", "Keep one");
      return Optional.empty();
    }
    int before = problems.count();
    Optional<TopicSpec> topics = values.find(TOPICS).or(() -> single(values, problems));
    topics.ifPresent(found -> fits(found, values.written(source), values.written(sinks), problems));
    return problems.count() == before ? topics : Optional.empty();
  }

  private static Optional<TopicSpec> single(Section.Values values, Problems problems) {
    Optional<String> name = values.find(TOPIC);
    if (name.isPresent() && !TopicSpec.isName(name.get())) {
      problems.error(
          values.placeOf(TOPIC),
          "expected " + TopicsType.expected(Naming.NAMES) + ", found " + Problems.shown(name.get()),
          null);
      return Optional.empty();
    }
    return name.map(
        text -> new TopicSpec(Naming.NAMES, List.of(text), Map.of(), values.placeOf(TOPIC)));
  }

  /** All that a source writes must be what the sinks read, or records would be left lying. */
  private static void fits(TopicSpec topics, boolean source, boolean sinks, Problems problems) {
    if (!source && !sinks) {
      problems.error(
          topics.place(),
          "expected a source that writes into the topics, sinks that read from them, or both",
          "Add 'source', 'sinks' or both");
    } else if (!source) {
      if (topics.naming() == Naming.CONNECTOR) {
        problems.error(
            topics.place(),
            "does not say which topics the sinks read",
            "Add names, regex or prefix");
      }
      if (!topics.settings().isEmpty()) {
        problems.error(
            topics.place(),
            "says how topics are made, but nothing here makes any, expected a source",
            "Leave " + String.join(", ", topics.settings().keySet()) + " out");
      }
    } else if (topics.naming() == Naming.REGEX || topics.names().size() > 1) {
      problems.error(
          topics.place(),
          "does not say into which of the topics the source writes",
          "Name one with 'topic', to which all records go, or let the connector name them and give"
              + " their 'prefix'");
    } else if (sinks && topics.naming() == Naming.CONNECTOR) {
      problems.error(
          topics.place(),
          "does not say which topics the sinks read",
          "Add 'prefix' (all topics that begin so; what the source names otherwise gets it in"
              + " front), or name one with 'topic'");
    }
  }

  /** Warns of each setting in the file that does nothing on Kafka. */
  static void warn(Yaml root, Problems problems) {
    NOT_ON_KAFKA.forEach(
        (path, instead) -> {
          Optional<Yaml.Entry> entry = entry(root, path.get(0));
          if (path.size() > 1) {
            entry = entry.flatMap(found -> entry(found.value(), path.get(1)));
          }
          entry.ifPresent(
              found ->
                  problems.warning(found.place(), "does nothing in a pipeline on Kafka", instead));
        });
  }

  private static Optional<Yaml.Entry> entry(Yaml yaml, String key) {
    return yaml instanceof Yaml.Mapping mapping
        ? mapping.entries().stream().filter(entry -> entry.key().equals(key)).findFirst()
        : Optional.empty();
  }
}
