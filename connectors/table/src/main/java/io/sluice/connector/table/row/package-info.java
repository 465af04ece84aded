/**
 * What goes into a table. Begin at {@link io.sluice.connector.table.row.Row}; a {@link
 * io.sluice.connector.table.row.Batch} sorts rows by what is to be done with them, the other types
 * are what dialects need to do it: parts of rows, order, keys by their hashes.
 */
@NullMarked
package io.sluice.connector.table.row;

import org.jspecify.annotations.NullMarked;
