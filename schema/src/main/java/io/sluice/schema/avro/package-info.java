/** Avro's schemas. Begin at {@link AvroFormat}. */
@NullMarked
package io.sluice.schema.avro;

import org.jspecify.annotations.NullMarked;
