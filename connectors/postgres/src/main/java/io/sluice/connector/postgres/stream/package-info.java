/**
 * The changes, by a replication slot and pgoutput. Begin at {@link StreamReader}. Knows nothing of
 * the snapshot but which transactions it saw.
 */
@NullMarked
package io.sluice.connector.postgres.stream;

import org.jspecify.annotations.NullMarked;
