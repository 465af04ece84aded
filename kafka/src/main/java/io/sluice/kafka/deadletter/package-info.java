/**
 * What sinks on Kafka could not process: read, sent through again, purged. Begin at {@link
 * io.sluice.kafka.deadletter.DeadLetterTopic}; what became of a letter is in the same topic, see
 * {@link io.sluice.kafka.deadletter.LetterMarks}.
 */
@NullMarked
package io.sluice.kafka.deadletter;

import org.jspecify.annotations.NullMarked;
