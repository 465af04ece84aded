/**
 * SQLite, a file. Begin at {@link io.sluice.connector.table.sqlite.SqliteTarget}. {@code
 * SqliteTypes} says which column a type gets, {@code SqliteValues} what is kept in it, {@code
 * SqliteTables} knows the catalog and rebuilds a table whose column gets another type.
 */
@NullMarked
package io.sluice.connector.table.sqlite;

import org.jspecify.annotations.NullMarked;
