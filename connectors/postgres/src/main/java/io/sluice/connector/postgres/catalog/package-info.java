/**
 * What the server's catalog says of tables, columns and types, and how to connect to it. Begin at
 * {@link Catalog}. Knows nothing of events.
 */
@NullMarked
package io.sluice.connector.postgres.catalog;

import org.jspecify.annotations.NullMarked;
