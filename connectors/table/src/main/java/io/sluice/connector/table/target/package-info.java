/**
 * What every database is to this sink. Begin at {@link io.sluice.connector.table.target.Target},
 * which a dialect implements; a {@link io.sluice.connector.table.target.Table} and {@link
 * io.sluice.connector.table.target.Row}s are what it is given. The rest is what dialects share:
 * offsets, SQL, keys.
 */
@NullMarked
package io.sluice.connector.table.target;

import org.jspecify.annotations.NullMarked;
