package io.sluice.pipeline;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One pipeline file: a source, transforms, sinks, promises, an owner. Everything that the file
 * alone can tell has been checked; whether the plugins exist and like their settings has not (see
 * {@code io.sluice.plugin.PipelineCheck}).
 *
 * @param name unique in its folder; letters {@code a-z}, digits, and {@code - _ .}
 * @param owner who answers for it: an address or a team
 * @param description what it is for
 * @param source what reads
 * @param transforms applied in this order
 * @param schema what is promised about the schemas of records that left the transforms
 * @param sinks at least one, each gets every record
 * @param onError what becomes of records that cannot be processed
 * @param slo what is promised
 * @param checkpoint when epochs end
 * @param buffer how much may wait inside
 * @param retry how failures are met
 * @param file where it was read from; relative paths of {@code ${file:...}} start at its folder
 * @param version changes whenever the file's text does; what dead letters call the pipeline's
 *     version
 */
public record Pipeline(
    String name,
    Optional<String> owner,
    Optional<String> description,
    ConnectorSpec source,
    List<TransformSpec> transforms,
    Optional<SchemaContract> schema,
    List<SinkSpec> sinks,
    ErrorPolicy onError,
    Slo slo,
    CheckpointSettings checkpoint,
    BufferSettings buffer,
    RetryPolicy retry,
    Path file,
    String version) {
  public Pipeline {
    requireNonNull(name, "name is null");
    requireNonNull(owner, "owner is null");
    requireNonNull(description, "description is null");
    requireNonNull(source, "source is null");
    transforms = List.copyOf(transforms);
    requireNonNull(schema, "schema is null");
    sinks = List.copyOf(sinks);
    if (sinks.isEmpty()) {
      throw new IllegalArgumentException("Pipeline " + name + " has no sink");
    }
    requireNonNull(onError, "onError is null");
    requireNonNull(slo, "slo is null");
    requireNonNull(checkpoint, "checkpoint is null");
    requireNonNull(buffer, "buffer is null");
    requireNonNull(retry, "retry is null");
    requireNonNull(file, "file is null");
    requireNonNull(version, "version is null");
  }

  /** A pipeline with defaults for all but what moves the data, for programs and tests. */
  public static Pipeline of(
      String name, ConnectorSpec source, List<TransformSpec> transforms, List<SinkSpec> sinks) {
    return new Pipeline(
        name,
        Optional.empty(),
        Optional.empty(),
        source,
        transforms,
        Optional.empty(),
        sinks,
        ErrorPolicy.DEFAULT,
        Slo.NONE,
        CheckpointSettings.DEFAULT,
        BufferSettings.DEFAULT,
        RetryPolicy.DEFAULT,
        source.place().file(),
        "0");
  }

  /** The same with other sinks, for settings that are completed after reading. */
  public Pipeline withSinks(List<SinkSpec> others) {
    return new Pipeline(
        name,
        owner,
        description,
        source,
        transforms,
        schema,
        others,
        onError,
        slo,
        checkpoint,
        buffer,
        retry,
        file,
        version);
  }

  /** The same with another contract on schemas, or without one, for programs and tests. */
  public Pipeline withSchema(Optional<SchemaContract> contract) {
    return new Pipeline(
        name,
        owner,
        description,
        source,
        transforms,
        contract,
        sinks,
        onError,
        slo,
        checkpoint,
        buffer,
        retry,
        file,
        version);
  }
}
