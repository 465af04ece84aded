/**
 * Records as JSON with a JSON Schema in a registry, in the form that Confluent documents: a Connect
 * converter, and a serializer and deserializer of Kafka. Begin at {@link JsonSchemaConverter}; what
 * becomes of a type says {@link SchemaToJson}.
 */
@NullMarked
package io.sluice.serdes.json;

import org.jspecify.annotations.NullMarked;
