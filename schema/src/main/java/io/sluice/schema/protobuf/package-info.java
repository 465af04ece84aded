/** Protobuf's schemas. Begin at {@link ProtobufFormat}. */
@NullMarked
package io.sluice.schema.protobuf;

import org.jspecify.annotations.NullMarked;
