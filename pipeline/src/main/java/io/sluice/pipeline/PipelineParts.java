package io.sluice.pipeline;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * The parts of a pipeline that plugins can judge. Of a file with problems these are the parts that
 * could be read, so that a check tells what is wrong with them as well; only a {@link Pipeline} can
 * run.
 *
 * @param name empty when it could not be read
 * @param source empty when it could not be read
 * @param transforms those that could be read, in their order
 * @param sinks those that could be read, in their order
 */
public record PipelineParts(
    Optional<String> name,
    Optional<ConnectorSpec> source,
    List<TransformSpec> transforms,
    List<ConnectorSpec> sinks) {
  public PipelineParts {
    requireNonNull(name, "name is null");
    requireNonNull(source, "source is null");
    transforms = List.copyOf(transforms);
    sinks = List.copyOf(sinks);
  }

  /** All of a pipeline that is whole. */
  public static PipelineParts of(Pipeline pipeline) {
    return new PipelineParts(
        Optional.of(pipeline.name()),
        Optional.of(pipeline.source()),
        pipeline.transforms(),
        pipeline.sinks().stream().map(SinkSpec::connector).toList());
  }
}
