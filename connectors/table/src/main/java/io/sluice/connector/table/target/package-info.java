/**
 * What a database is to this sink. Begin at {@link io.sluice.connector.table.target.Dialect} and
 * the {@link io.sluice.connector.table.target.Target} that it opens, whose tables are a {@link
 * io.sluice.connector.table.target.Catalog}; {@link io.sluice.connector.table.target.SqlTarget} and
 * {@link io.sluice.connector.table.target.SqlCatalog} are what all of these do alike. The rest says
 * what went wrong and what is done again.
 */
@NullMarked
package io.sluice.connector.table.target;

import org.jspecify.annotations.NullMarked;
