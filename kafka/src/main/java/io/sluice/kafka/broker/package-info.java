/**
 * One Kafka broker, its own controller, inside this process: for who has no cluster. Begin at
 * {@link io.sluice.kafka.broker.EmbeddedBroker}. Knows nothing of connectors.
 */
@NullMarked
package io.sluice.kafka.broker;

import org.jspecify.annotations.NullMarked;
