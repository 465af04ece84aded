/**
 * Tables that are read beside the stream, chunk by chunk, without stopping it and without writing
 * to the source. Begin at {@link IncrementalSnapshot}; what of the stream a chunk already holds is
 * told by {@link Window}. Knows nothing of who asks for a reading.
 */
@NullMarked
package io.sluice.connector.postgres.incremental;

import org.jspecify.annotations.NullMarked;
