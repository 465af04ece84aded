/**
 * The first reading of the tables, by COPY: {@code Plan} cuts them into chunks, {@code ChunkReader}
 * reads one after the other, {@code Finished} keeps what was handed over to its end. Begin at
 * {@link SnapshotReader}. Knows nothing of the stream.
 */
@NullMarked
package io.sluice.connector.postgres.snapshot;

import org.jspecify.annotations.NullMarked;
