/**
 * How one gets into a Kafka that asks who comes: settings that are said once, a look through the
 * door that says in a line what is wrong, passwords that change while their user runs. Begin at
 * {@link io.sluice.kafka.access.KafkaDoor}. Knows nothing of connectors, of what runs them, and of
 * brokers of our own.
 */
@NullMarked
package io.sluice.kafka.access;

import org.jspecify.annotations.NullMarked;
