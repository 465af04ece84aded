/**
 * Commands about a Kafka of our own: a pipeline run on it, and a worker for others. Begin at {@link
 * io.sluice.cli.kafka.RunOnKafka} and {@link io.sluice.cli.kafka.WorkerCommand}. Knows how files
 * and options become settings of broker and worker; what these do is in {@code io.sluice.kafka}.
 */
@NullMarked
package io.sluice.cli.kafka;

import org.jspecify.annotations.NullMarked;
