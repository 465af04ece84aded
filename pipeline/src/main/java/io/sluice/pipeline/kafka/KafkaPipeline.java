package io.sluice.pipeline.kafka;

import static java.util.Objects.requireNonNull;

import io.sluice.pipeline.ConnectorSpec;
import io.sluice.pipeline.ErrorPolicy;
import io.sluice.pipeline.PipelineParts;
import io.sluice.pipeline.RetryPolicy;
import io.sluice.pipeline.SinkSpec;
import io.sluice.pipeline.TransformSpec;
import io.sluice.pipeline.UnresolvedConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One pipeline file that names a topic: a source into topics, sinks out of topics, or both. What
 * holds of a {@link io.sluice.pipeline.Pipeline} holds here as well: the file alone has been
 * checked, the plugins have not been asked.
 *
 * @param name unique in its folder; the connectors are named after it
 * @param owner who answers for it
 * @param description what it is for
 * @param source what writes into the topics; empty when somebody else does
 * @param topics which topics
 * @param converters how records lie in them: Kafka Connect's own keys ({@code key.converter},
 *     {@code value.converter}, {@code value.converter.schemas.enable}...), references to secrets in
 *     place
 * @param transforms applied in this order: before the topics where there is a source, behind them
 *     where there is none
 * @param schema what it promises about the schemas of what the source writes; empty if nothing
 * @param sinks what reads from the topics, each all of them; none when somebody else does
 * @param onError what becomes of records that cannot be processed
 * @param retry how failures are met
 * @param file where it was read from
 * @param version changes whenever the file's text does
 */
public record KafkaPipeline(
    String name,
    Optional<String> owner,
    Optional<String> description,
    Optional<ConnectorSpec> source,
    TopicSpec topics,
    UnresolvedConfig converters,
    List<TransformSpec> transforms,
    Optional<ContractOnKafka> schema,
    List<SinkSpec> sinks,
    ErrorPolicy onError,
    RetryPolicy retry,
    Path file,
    String version) {
  public KafkaPipeline {
    requireNonNull(name, "name is null");
    requireNonNull(owner, "owner is null");
    requireNonNull(description, "description is null");
    requireNonNull(source, "source is null");
    requireNonNull(topics, "topics is null");
    requireNonNull(converters, "converters is null");
    transforms = List.copyOf(transforms);
    requireNonNull(schema, "schema is null");
    sinks = List.copyOf(sinks);
    if (source.isEmpty() && sinks.isEmpty()) {
      throw new IllegalArgumentException("Pipeline " + name + " has neither source nor sink");
    }
    requireNonNull(onError, "onError is null");
    requireNonNull(retry, "retry is null");
    requireNonNull(file, "file is null");
    requireNonNull(version, "version is null");
  }

  /** What plugins can judge of it. */
  public PipelineParts parts() {
    return new PipelineParts(
        Optional.of(name), source, transforms, sinks.stream().map(SinkSpec::connector).toList());
  }

  /** The same with other sinks, for settings that are completed after reading. */
  public KafkaPipeline withSinks(List<SinkSpec> others) {
    return new KafkaPipeline(
        name,
        owner,
        description,
        source,
        topics,
        converters,
        transforms,
        schema,
        others,
        onError,
        retry,
        file,
        version);
  }
}
