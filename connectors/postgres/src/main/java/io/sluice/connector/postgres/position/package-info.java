/**
 * Where a source is: in the log, in its transaction, and in what of the tables it has read. What
 * offsets hold. Begin at {@link Position}, then {@link StreamOffset} and {@link SnapshotLedger};
 * {@link Reads} is what is read beside the stream.
 */
@NullMarked
package io.sluice.connector.postgres.position;

import org.jspecify.annotations.NullMarked;
