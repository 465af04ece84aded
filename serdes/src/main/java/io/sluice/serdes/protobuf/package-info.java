/**
 * Records as Protobuf with a schema in a registry, in the form that Confluent documents: a Connect
 * converter, and a serializer and deserializer of Kafka. Begin at {@link ProtobufConverter}; what
 * becomes of a type says {@link SchemaToProto}.
 */
@NullMarked
package io.sluice.serdes.protobuf;

import org.jspecify.annotations.NullMarked;
