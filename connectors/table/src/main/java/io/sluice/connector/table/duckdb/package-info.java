/**
 * DuckDB, in this process. Begin at {@link io.sluice.connector.table.duckdb.DuckDbTarget}, then
 * {@code DuckDbLoad}, which chooses how a batch enters its table. {@code DuckDbFile} holds the
 * database's file, {@code DuckDbTables} knows its catalog. A refused row takes the whole
 * transaction with it here: {@code Journal} does again what went well.
 */
@NullMarked
package io.sluice.connector.table.duckdb;

import org.jspecify.annotations.NullMarked;
