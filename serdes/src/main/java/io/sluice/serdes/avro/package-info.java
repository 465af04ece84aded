/**
 * Records in topics as Avro, whose schemas a registry has. Begin at {@link
 * io.sluice.serdes.avro.AvroConverter} for Connect, at {@link io.sluice.serdes.avro.AvroSerializer}
 * and {@link io.sluice.serdes.avro.AvroDeserializer} for producers and consumers.
 */
@NullMarked
package io.sluice.serdes.avro;

import org.jspecify.annotations.NullMarked;
