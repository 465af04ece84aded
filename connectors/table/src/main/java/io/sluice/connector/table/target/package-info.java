/**
 * What a database is to this sink. Begin at {@link io.sluice.connector.table.target.Dialect} and
 * the {@link io.sluice.connector.table.target.Target} that it opens, whose tables are a {@link
 * io.sluice.connector.table.target.Catalog}. The rest says what went wrong and what is done again.
 */
@NullMarked
package io.sluice.connector.table.target;

import org.jspecify.annotations.NullMarked;
