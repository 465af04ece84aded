/**
 * Commands about Kafka: a worker of our own. Begin at {@link io.sluice.cli.kafka.WorkerCommand}.
 * Knows how options become settings of broker and worker; what these do is in {@code
 * io.sluice.kafka}.
 */
@NullMarked
package io.sluice.cli.kafka;

import org.jspecify.annotations.NullMarked;
