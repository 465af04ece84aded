package io.sluice.state.deadletter;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A record that could not be processed, and why. Texts must be free of secrets already.
 *
 * @param stage where it failed
 * @param component name of the transform, subject or sink that refused it; empty if there is none
 * @param errorClass class name of the error
 * @param errorMessage message of the error, with its causes
 * @param topic topic of the record; null if it had none yet
 * @param partition partition as the sink saw it; null before it had one
 * @param offset offset as the sink saw it; null before it had one
 * @param sourcePartition canonical JSON; null if unknown
 * @param sourceOffset canonical JSON; null if unknown
 * @param pipelineVersion tells with which definition of the pipeline it failed
 * @param record the record, byte for byte; opaque here. Not copied: must not be changed afterwards
 */
@SuppressWarnings("ArrayRecordComponent") // compared by identity(), never by equals
public record DeadLetter(
    String pipeline,
    Stage stage,
    String component,
    String errorClass,
    String errorMessage,
    @Nullable String topic,
    @Nullable Integer partition,
    @Nullable Long offset,
    @Nullable String sourcePartition,
    @Nullable String sourceOffset,
    String pipelineVersion,
    byte[] record) {

  /** The stops of the data's way at which one record can fail. */
  public enum Stage {
    /** Turning what the source handed out into a record of ours. */
    SOURCE,
    /** The chain of transforms and predicates. The record is kept as it was before the chain. */
    TRANSFORM,
    /** The pipeline's contract on schemas. The record is kept as it was before the transforms. */
    SCHEMA,
    /** A sink. The record is kept as the sink was handed it. */
    SINK
  }

  public DeadLetter {
    requireNonNull(pipeline);
    requireNonNull(stage);
    requireNonNull(component);
    requireNonNull(errorClass);
    requireNonNull(errorMessage);
    requireNonNull(pipelineVersion);
    requireNonNull(record);
  }
}
