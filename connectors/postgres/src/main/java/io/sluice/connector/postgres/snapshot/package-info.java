/**
 * The first reading of the tables, by COPY. Begin at {@link SnapshotReader}. Knows nothing of the
 * stream.
 */
@NullMarked
package io.sluice.connector.postgres.snapshot;

import org.jspecify.annotations.NullMarked;
