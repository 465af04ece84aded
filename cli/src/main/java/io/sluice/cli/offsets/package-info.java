/**
 * How far a pipeline came, shown and changed by hand: {@code sluice offsets}. Begin at {@link
 * io.sluice.cli.offsets.OffsetsCommand}; of a pipeline on Kafka, {@link
 * io.sluice.cli.offsets.OffsetsOnKafka}. Every change is recorded in the audit.
 */
@NullMarked
package io.sluice.cli.offsets;

import org.jspecify.annotations.NullMarked;
