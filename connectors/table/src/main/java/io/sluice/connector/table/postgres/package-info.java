/**
 * PostgreSQL, over one connection. Begin at {@link
 * io.sluice.connector.table.postgres.PostgresTarget}, then {@code PostgresLoad}, which chooses how
 * a batch enters its table. Rows travel by {@code COPY} in binary form.
 */
@NullMarked
package io.sluice.connector.table.postgres;

import org.jspecify.annotations.NullMarked;
