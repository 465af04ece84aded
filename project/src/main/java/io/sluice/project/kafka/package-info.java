/**
 * Pipelines that name a topic, run on the Kafka of their folder. Begin at KafkaStart, which makes
 * ready what a KafkaRun looks after; SharedKafka lends one Kafka to all who run on it.
 */
@NullMarked
package io.sluice.project.kafka;

import org.jspecify.annotations.NullMarked;
