package io.sluice.server.folder;

import io.sluice.pipeline.ConnectorSpec;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.SinkSpec;
import io.sluice.pipeline.Slo;
import io.sluice.pipeline.kafka.KafkaPipeline;
import io.sluice.pipeline.kafka.TopicSpec.Naming;
import io.sluice.server.view.Engine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One version of a pipeline, as a sound file says it.
 *
 * @param name of the pipeline
 * @param file relative to the project's folder
 * @param namespace in which it is
 * @param version changes whenever the text does
 * @param text the file's; it may be kept only if {@code keepable}
 * @param keepable whether the text may be stored: not if a secret is written out in it (invariant
 *     9)
 * @param direct the pipeline, if it runs in this process
 * @param onKafka the pipeline, if it names a topic; one of the two is there
 */
public record Definition(
    String name,
    Path file,
    String namespace,
    String version,
    String text,
    boolean keepable,
    Optional<Pipeline> direct,
    Optional<KafkaPipeline> onKafka) {
  public Definition {
    if (direct.isPresent() == onKafka.isPresent()) {
      throw new IllegalArgumentException("expected one pipeline in " + file);
    }
  }

  /** What runs it. */
  public Engine engine() {
    return onKafka.isPresent() ? Engine.KAFKA : Engine.DIRECT;
  }

  /** Who answers for it. */
  public Optional<String> owner() {
    return direct.flatMap(Pipeline::owner).or(() -> onKafka.flatMap(KafkaPipeline::owner));
  }

  /** What it is for. */
  public Optional<String> description() {
    return direct
        .flatMap(Pipeline::description)
        .or(() -> onKafka.flatMap(KafkaPipeline::description));
  }

  /** The connector of its source as the file names it; empty where somebody else writes. */
  public String source() {
    return direct
        .map(Pipeline::source)
        .or(() -> onKafka.flatMap(KafkaPipeline::source))
        .map(ConnectorSpec::connector)
        .orElse("");
  }

  /** The topics that it names, for people; none of one that runs in this process. */
  public List<String> topics() {
    return onKafka
        .map(pipeline -> pipeline.topics())
        .map(topics -> topics.naming() == Naming.NAMES ? topics.names() : List.of("" + topics))
        .orElse(List.of());
  }

  /** The names of its sinks, in the file's order. */
  public List<String> sinks() {
    return direct
        .map(Pipeline::sinks)
        .or(() -> onKafka.map(KafkaPipeline::sinks))
        .orElse(List.of())
        .stream()
        .map(SinkSpec::name)
        .toList();
  }

  /** What it promises; nobody takes promises of a pipeline on Kafka. */
  public Slo promised() {
    return direct.map(Pipeline::slo).orElse(Slo.NONE);
  }

  /** Where relative paths of the file start; two versions in two folders are not the same. */
  public Path folder() {
    Path folder = file.getParent();
    return folder == null ? Path.of("") : folder;
  }

  /** Whether a run of that one may go on as a run of this one. */
  public boolean isSameAs(Definition other) {
    return name.equals(other.name)
        && version.equals(other.version)
        && folder().equals(other.folder());
  }
}
