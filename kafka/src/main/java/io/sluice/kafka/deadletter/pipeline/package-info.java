/**
 * Dead letters of all sinks of a pipeline on Kafka together, as people ask for them: listed by kind
 * of error, found by id, sent through again, purged. Begin at {@link
 * io.sluice.kafka.deadletter.pipeline.PipelineLetters}. Knows of no command and no server.
 */
@NullMarked
package io.sluice.kafka.deadletter.pipeline;

import org.jspecify.annotations.NullMarked;
