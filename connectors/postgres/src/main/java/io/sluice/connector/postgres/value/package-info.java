/**
 * Single values: from the server's binary or text form to what an event holds. Begin at {@link
 * TypeMapping}, which chooses for each column; a {@link Decoder} reads the bytes. Knows nothing of
 * tables and events.
 */
@NullMarked
package io.sluice.connector.postgres.value;

import org.jspecify.annotations.NullMarked;
