package io.sluice.kafka.deploy;

import io.sluice.kafka.topic.TopicDemand;
import io.sluice.pipeline.ConnectorSpec;
import io.sluice.pipeline.ErrorPolicy.OnRecord;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.SinkSpec;
import io.sluice.pipeline.kafka.KafkaPipeline;
import io.sluice.pipeline.kafka.TopicSpec;
import io.sluice.pipeline.kafka.TopicSpec.Naming;
import io.sluice.plugin.PluginKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Makes connectors of a pipeline: one for the source, one for each sink. Pure: neither a cluster
 * nor a secret is asked, and the same pipeline always gives the same settings. Whatever Connect
 * does not do is a problem with its line, never left out in silence.
 */
public final class Translation {
  /**
   * How the header begins, behind which is the name of a sink connector, of a record that is not
   * for that one: the dead letter of another sink of its pipeline, sent through again.
   */
  public static final String NOT_FOR = "sluice.not-for.";

  /** Debezium's default for the topics of its heartbeats, which are for nobody but its offsets. */
  private static final String HEARTBEATS = "__debezium-heartbeat";

  /** Topics that appear while a sink runs are read soon; Kafka's own default is five minutes. */
  private static final String LOOK_FOR_TOPICS_MS = "5000";

  private static final String BROKERS_DEFAULT = "-1";

  /** As Debezium calls it, and so do we. */
  private static final String TOMBSTONES = "tombstones.on.delete";

  private static final Set<String> OF_THE_PIPELINE =
      Set.of("name", "topics", "topics.regex", Marks.PROJECT, Marks.PIPELINE);

  private final KafkaPipeline pipeline;
  private final ClassNames classes;
  private final Defaults defaults;
  private final List<Problem> problems = new ArrayList<>();
  private final List<TopicDemand> topics = new ArrayList<>();

  private Translation(KafkaPipeline pipeline, ClassNames classes, Defaults defaults) {
    this.pipeline = pipeline;
    this.classes = classes;
    this.defaults = defaults;
  }

  /** The connectors of this pipeline, or why there are none. */
  public static Translated of(KafkaPipeline pipeline, ClassNames classes, Defaults defaults) {
    return new Translation(pipeline, classes, defaults).translated();
  }

  /** The topic that keeps what a sink connector could not process. */
  public static String deadLetters(String sinkConnector) {
    return "dead-letters." + sinkConnector;
  }

  /** What the connector of a sink is called. */
  public static String sinkConnector(String pipeline, String sink) {
    return pipeline + "-" + sink;
  }

  /**
   * What the connectors of a pipeline are called, each with the sink that it is of; empty for that
   * of the source.
   */
  public static Map<String, Optional<SinkSpec>> connectors(KafkaPipeline pipeline) {
    Map<String, Optional<SinkSpec>> names = new LinkedHashMap<>();
    pipeline.source().ifPresent(source -> names.put(pipeline.name(), Optional.empty()));
    pipeline
        .sinks()
        .forEach(sink -> names.put(sinkConnector(pipeline.name(), sink.name()), Optional.of(sink)));
    return names;
  }

  private Translated translated() {
    List<Connector> connectors = new ArrayList<>();
    pipeline.source().ifPresent(source -> connectors.add(source(source)));
    pipeline.sinks().forEach(sink -> connectors.add(sink(sink)));
    List<Problem> all = problems.stream().distinct().sorted(Problem.BY_PLACE).toList();
    boolean wrong = all.stream().anyMatch(Problem::isError);
    return new Translated(wrong ? List.of() : connectors, wrong ? List.of() : topics, all);
  }

  private Connector source(ConnectorSpec spec) {
    ConnectorDraft draft = new ConnectorDraft(spec, classes, problems);
    draft.begin(PluginKind.SOURCE, key -> isElsewhere(key));
    TransformSettings transforms = new TransformSettings(draft);
    pipeline.transforms().forEach(transforms::add);
    String heartbeats = draft.find("topic.heartbeat.prefix").orElse(HEARTBEATS);
    route(transforms, heartbeats);
    pipeline
        .schema()
        .ifPresent(
            promise ->
                new ContractTranslation(pipeline, promise, defaults, problems)
                    .add(transforms, draft));
    transforms.close();
    demand(heartbeats);
    keepsDeleted(draft);
    topicSettings().forEach((key, value) -> draft.put("topic.creation.default." + key, value));
    // Connect has dead letters for sinks alone; whatever else it tolerates at a source is lost.
    draft.put("errors.tolerance", "none");
    if (pipeline.onError().record() == OnRecord.DEAD_LETTER && !pipeline.transforms().isEmpty()) {
      problems.add(
          Problem.warning(
              pipeline.transforms().get(0).place(),
              "a record that a transform cannot process stops the source on Kafka, since Connect"
                  + " has dead letters for sinks alone",
              "Let the transform bear such records (the mask: missing: ignore), or have it behind"
                  + " the topic, in a pipeline of topics and sinks"));
    }
    return complete(draft, pipeline.name());
  }

  private Connector sink(SinkSpec sink) {
    String name = sinkConnector(pipeline.name(), sink.name());
    ConnectorDraft draft = new ConnectorDraft(sink.connector(), classes, problems);
    draft.begin(PluginKind.SINK, key -> isElsewhere(key));
    TransformSettings transforms = new TransformSettings(draft);
    if (pipeline.sinks().size() > 1 && pipeline.onError().record() == OnRecord.DEAD_LETTER) {
      transforms.passOver(NOT_FOR + name);
    }
    if (pipeline.source().isEmpty()) {
      pipeline.transforms().forEach(transforms::add);
    } else {
      // Else the broker would make a missing topic before the source does, and in its own way.
      draft.put("consumer.override.allow.auto.create.topics", "false");
    }
    transforms.close();
    read(draft);
    draft.put("consumer.override.isolation.level", "read_committed");
    String deadLetters = deadLetters(name);
    if (pipeline.onError().record() == OnRecord.DEAD_LETTER) {
      isNotReadAgain(deadLetters);
      demandLetters(deadLetters);
      draft.put("errors.tolerance", "all");
      draft.put("errors.deadletterqueue.topic.name", deadLetters);
      draft.put(
          "errors.deadletterqueue.topic.replication.factor",
          topicSettings().getOrDefault(TopicSpec.REPLICATION_FACTOR, BROKERS_DEFAULT));
      draft.put("errors.deadletterqueue.context.headers.enable", "true");
    } else {
      draft.put("errors.tolerance", "none");
    }
    return complete(draft, name);
  }

  private Connector complete(ConnectorDraft draft, String name) {
    converters(draft);
    draft.put("name", name);
    draft.put(Marks.PROJECT, defaults.project());
    draft.put(Marks.PIPELINE, pipeline.name());
    draft.put("errors.retry.timeout", String.valueOf(pipeline.retry().retryFor().toMillis()));
    draft.put(
        "errors.retry.delay.max.ms", String.valueOf(pipeline.retry().maxBackoff().toMillis()));
    draft.put("errors.log.enable", "true");
    draft.put("errors.log.include.messages", "false"); // Invariant 9: rows do not belong in logs.
    return draft.named(name, pipeline.name());
  }

  /** A converter that the connector is given goes with its own settings alone. */
  private void converters(ConnectorDraft draft) {
    Set<String> own = new HashSet<>();
    for (String converter : List.of("key.converter", "value.converter", "header.converter")) {
      draft.find(converter).ifPresent(given -> own.add(converter));
    }
    pipeline
        .converters()
        .values()
        .forEach(
            (key, value) -> {
              if (own.stream().noneMatch(key::startsWith)) {
                draft.put(key, value);
              }
            });
  }

  /** Brings what the source writes to where the sinks read. */
  private void route(TransformSettings transforms, String heartbeats) {
    TopicSpec topics = pipeline.topics();
    if (topics.naming() == Naming.NAMES) {
      transforms.route("(?!" + quoted(heartbeats) + ").*", topics.names().get(0));
    } else if (topics.naming() == Naming.PREFIX) {
      String prefix = topics.names().get(0);
      transforms.route("(?!" + quoted(heartbeats) + "|" + quoted(prefix) + ")(.*)", prefix + "$1");
    }
  }

  private void read(ConnectorDraft draft) {
    TopicSpec topics = pipeline.topics();
    switch (topics.naming()) {
      case NAMES -> draft.put("topics", String.join(",", topics.names()));
      case REGEX -> readMatching(draft, topics.names().get(0));
      case PREFIX -> readMatching(draft, quoted(topics.names().get(0)) + ".*");
      case CONNECTOR ->
          throw new IllegalStateException("Sinks of " + pipeline.name() + " have no topics");
    }
  }

  private static void readMatching(ConnectorDraft draft, String regex) {
    draft.put("topics.regex", regex);
    draft.put("consumer.override.metadata.max.age.ms", LOOK_FOR_TOPICS_MS);
  }

  private void isNotReadAgain(String deadLetters) {
    TopicSpec topics = pipeline.topics();
    boolean read =
        switch (topics.naming()) {
          case NAMES -> topics.names().contains(deadLetters);
          case REGEX -> Pattern.matches(topics.names().get(0), deadLetters);
          case PREFIX -> deadLetters.startsWith(topics.names().get(0));
          case CONNECTOR -> false;
        };
    if (read) {
      problems.add(
          Problem.error(
              topics.place(),
              "covers topic "
                  + deadLetters
                  + ", which keeps the dead letters of this very pipeline",
              "Say more narrowly which topics the sinks read"));
    }
  }

  /** How topics are made: what the pipeline says, then the project, then the broker. */
  private Map<String, String> topicSettings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(TopicSpec.PARTITIONS, BROKERS_DEFAULT);
    settings.put(TopicSpec.REPLICATION_FACTOR, BROKERS_DEFAULT);
    settings.putAll(defaults.topics());
    settings.putAll(pipeline.topics().settings());
    return settings;
  }

  /** What the topics between source and sinks are to be, where the file says which they are. */
  private void demand(String heartbeats) {
    TopicSpec named = pipeline.topics();
    if (named.naming() == Naming.NAMES || named.naming() == Naming.PREFIX) {
      topics.add(
          new TopicDemand(
              pipeline.name(),
              named.naming() == Naming.NAMES ? TopicDemand.Kind.NAMED : TopicDemand.Kind.PREFIXED,
              named.names().get(0),
              heartbeats,
              topicSettings(),
              named.place()));
    }
  }

  /** As Connect makes it, but kept until somebody has replayed or purged what is in it. */
  private void demandLetters(String deadLetters) {
    topics.add(
        new TopicDemand(
            pipeline.name(),
            TopicDemand.Kind.MADE_ONCE,
            deadLetters,
            null,
            Map.of(
                TopicSpec.PARTITIONS,
                "1",
                TopicSpec.REPLICATION_FACTOR,
                topicSettings().getOrDefault(TopicSpec.REPLICATION_FACTOR, BROKERS_DEFAULT),
                TopicConfig.RETENTION_MS_CONFIG,
                "-1",
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_DELETE),
            pipeline.topics().place()));
  }

  /** Compaction forgets a key by its tombstone alone. */
  private void keepsDeleted(ConnectorDraft draft) {
    boolean compacts =
        topicSettings()
            .getOrDefault(TopicConfig.CLEANUP_POLICY_CONFIG, "")
            .contains(TopicConfig.CLEANUP_POLICY_COMPACT);
    if (compacts && draft.find(TOMBSTONES).filter("false"::equals).isPresent()) {
      problems.add(
          Problem.warning(
              pipeline.topics().place(),
              "the topics are compacted, and the source sends no tombstones ("
                  + TOMBSTONES
                  + "): what was deleted stays in them for ever",
              "Leave " + TOMBSTONES + " out of the source's settings"));
    }
  }

  private static boolean isElsewhere(String key) {
    return OF_THE_PIPELINE.contains(key) || key.equals("errors") || key.startsWith("errors.");
  }

  /** Topics' names have no other character that means something in a regular expression. */
  private static String quoted(String name) {
    return name.replace(".", "\\.");
  }
}
