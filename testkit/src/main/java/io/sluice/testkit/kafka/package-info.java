/**
 * A real Kafka to test against: a broker and Connect workers, each a process of its own that can be
 * killed. Begin at {@link io.sluice.testkit.kafka.KafkaBroker}, then {@link
 * io.sluice.testkit.kafka.ConnectWorker}; several brokers, and networks between them and others
 * that break, are a {@link io.sluice.testkit.kafka.KafkaCluster}. Knows nothing of what runs on
 * them; the jars of Kafka are a folder that the caller has.
 */
@NullMarked
package io.sluice.testkit.kafka;

import org.jspecify.annotations.NullMarked;
