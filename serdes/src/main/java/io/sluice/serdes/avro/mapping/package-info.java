/**
 * What a schema of Connect is in Avro, and the other way round, as Confluent's documentation of its
 * Avro converter has it. Begin at {@link ToAvro} and {@link ToConnect}. Knows nothing of values but
 * defaults.
 */
@NullMarked
package io.sluice.serdes.avro.mapping;

import org.jspecify.annotations.NullMarked;
