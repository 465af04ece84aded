/**
 * Waiting for what nobody tells. Begin at {@link io.sluice.kafka.wait.Patience}. Knows nothing of
 * Kafka.
 */
@NullMarked
package io.sluice.kafka.wait;

import org.jspecify.annotations.NullMarked;
