/**
 * Pipelines on a Kafka in this process: a broker, Connect's worker, and what tells how far they
 * are. Begin at {@link io.sluice.bench.kafka.KafkaBed}.
 */
@NullMarked
package io.sluice.bench.kafka;

import org.jspecify.annotations.NullMarked;
