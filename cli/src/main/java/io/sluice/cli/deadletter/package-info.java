/**
 * What an operator does with dead letters: {@code sluice dlq}. Begin at {@link
 * io.sluice.cli.deadletter.DlqCommand}. The letters of a pipeline that runs direct are in its
 * state; those of one on Kafka in topics, read by {@link
 * io.sluice.kafka.deadletter.pipeline.PipelineLetters}.
 */
@NullMarked
package io.sluice.cli.deadletter;

import org.jspecify.annotations.NullMarked;
