/**
 * What takes the place of Kafka's habit to end the process. Begin at {@link
 * io.sluice.kafka.fault.KafkaExits}. Knows neither brokers nor workers.
 */
@NullMarked
package io.sluice.kafka.fault;

import org.jspecify.annotations.NullMarked;
