/**
 * What every database is to this sink. Begin at {@link io.sluice.connector.table.target.Dialect}
 * and the {@link io.sluice.connector.table.target.Target} that it opens, whose tables are a {@link
 * io.sluice.connector.table.target.Catalog}; a {@link io.sluice.connector.table.target.Table} and
 * {@link io.sluice.connector.table.target.Row}s are what it is given. The rest is what dialects
 * share: offsets, SQL, keys.
 */
@NullMarked
package io.sluice.connector.table.target;

import org.jspecify.annotations.NullMarked;
