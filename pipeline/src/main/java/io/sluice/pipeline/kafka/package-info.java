/**
 * A pipeline that names a topic and therefore runs on Kafka: a part of it into the topic, a part
 * out of it, or both. Begin at {@link io.sluice.pipeline.kafka.KafkaPipeline}. Knows Kafka's words,
 * but no cluster.
 */
@NullMarked
package io.sluice.pipeline.kafka;

import org.jspecify.annotations.NullMarked;
