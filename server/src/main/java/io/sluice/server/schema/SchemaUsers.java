package io.sluice.server.schema;

import io.sluice.contract.event.SchemaEvents;
import io.sluice.contract.event.SchemaUse;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.SchemaContract;
import io.sluice.pipeline.file.ReadResult;
import io.sluice.pipeline.kafka.ContractOnKafka;
import io.sluice.pipeline.kafka.KafkaPipeline;
import io.sluice.pipeline.kafka.TopicSpec;
import io.sluice.server.schema.SubjectUser.How;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Which pipelines have to do with which subjects: by what their contracts decided, and by what
 * their files say of topics and converters. A direct pipeline's subjects are known when its first
 * record has come. Thread-safe.
 */
public final class SchemaUsers {
  private static final String URL = ".converter.schema.registry.url";
  private static final String BY_TOPIC = "TopicNameStrategy";

  /** Dead letters are replayed under a name of their own. */
  private static final String REPLAY = ".replay";

  private final Supplier<List<ReadResult>> files;
  private final SchemaEvents events;

  /**
   * Of a folder.
   *
   * @param files all of its pipelines as they are now
   */
  public SchemaUsers(Supplier<List<ReadResult>> files, SchemaEvents events) {
    this.files = files;
    this.events = events;
  }

  /** By subject; each subject's by name, those that decide first. */
  public Map<String, List<SubjectUser>> bySubject() {
    Map<String, List<SubjectUser>> found = new TreeMap<>();
    Map<String, Optional<String>> contracts = new HashMap<>();
    List<KafkaPipeline> onKafka = new ArrayList<>();
    for (ReadResult file : files.get()) {
      file.pipeline().ifPresent(one -> contracts.put(one.name(), registry(one)));
      file.onKafka().ifPresent(onKafka::add);
    }
    onKafka.forEach(one -> contracts.put(one.name(), registry(one)));
    for (SchemaUse use : events.uses()) {
      String pipeline = withoutReplay(use.pipeline());
      add(
          found,
          use.subject(),
          new SubjectUser(
              pipeline,
              How.CONTRACT,
              contracts.containsKey(pipeline),
              Optional.of(use.at()),
              use.trouble(),
              contracts.getOrDefault(pipeline, Optional.empty())));
    }
    onKafka.forEach(one -> said(one, found));
    found
        .values()
        .forEach(
            users ->
                users.sort(
                    Comparator.comparing(SubjectUser::pipeline).thenComparing(SubjectUser::how)));
    return found;
  }

  private static String withoutReplay(String pipeline) {
    return pipeline.endsWith(REPLAY)
        ? pipeline.substring(0, pipeline.length() - REPLAY.length())
        : pipeline;
  }

  private static Optional<String> registry(Pipeline pipeline) {
    return pipeline.schema().flatMap(SchemaContract::registry).map(SchemaUsers::shown);
  }

  private static Optional<String> registry(KafkaPipeline pipeline) {
    return pipeline
        .schema()
        .map(ContractOnKafka::contract)
        .flatMap(SchemaContract::registry)
        .map(SchemaUsers::shown);
  }

  private static String shown(io.sluice.pipeline.UnresolvedConfig registry) {
    return withoutLogin(registry.values().getOrDefault("url", ""));
  }

  /** An address may have a user and a password in front of the host. */
  private static String withoutLogin(String url) {
    return url.replaceAll("//[^/@]*@", "//");
  }

  /** What a file tells of the subjects of its topics. */
  private static void said(KafkaPipeline pipeline, Map<String, List<SubjectUser>> found) {
    if (pipeline.topics().naming() != TopicSpec.Naming.NAMES) {
      return;
    }
    for (String side : List.of("key", "value")) {
      Map<String, String> converters = pipeline.converters().values();
      String url = converters.get(side + URL);
      String strategy =
          converters.getOrDefault(side + ".converter." + side + ".subject.name.strategy", BY_TOPIC);
      for (String topic : pipeline.topics().names()) {
        String subject = topic + "-" + side;
        if (url != null && strategy.endsWith(BY_TOPIC)) {
          add(
              found,
              subject,
              new SubjectUser(
                  pipeline.name(),
                  How.CONVERTER,
                  true,
                  Optional.empty(),
                  Optional.empty(),
                  Optional.of(withoutLogin(url))));
        }
        if (holds(pipeline, side)) {
          add(
              found,
              subject,
              new SubjectUser(
                  pipeline.name(),
                  How.CONTRACT,
                  true,
                  Optional.empty(),
                  Optional.empty(),
                  registry(pipeline)));
        }
      }
    }
  }

  private static boolean holds(KafkaPipeline pipeline, String side) {
    return pipeline
        .schema()
        .map(ContractOnKafka::contract)
        .filter(one -> one.subjectName() == SchemaContract.SubjectName.TOPIC)
        .filter(one -> one.keys() || side.equals("value"))
        .isPresent();
  }

  /** What decided something is not told a second time as what would. */
  private static void add(Map<String, List<SubjectUser>> found, String subject, SubjectUser user) {
    List<SubjectUser> users = found.computeIfAbsent(subject, key -> new ArrayList<>());
    boolean known =
        users.stream()
            .anyMatch(one -> one.pipeline().equals(user.pipeline()) && one.how() == user.how());
    if (!known) {
      users.add(user);
    }
  }
}
