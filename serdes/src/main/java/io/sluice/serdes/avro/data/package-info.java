/**
 * Connect's values as Avro's binary form, without Avro's own records in between. Begin at {@link
 * Encoders} and {@link Decoders}: what a schema asks for is looked at there, once, and not for each
 * value.
 */
@NullMarked
package io.sluice.serdes.avro.data;

import org.jspecify.annotations.NullMarked;
