/**
 * What databases have in common that are written by prepared statements. Begin at {@link
 * io.sluice.connector.table.jdbc.RowStatements}, which brings rows into one table. How a value is
 * given to a statement is the dialect's own matter: {@code ValueBinder}.
 */
@NullMarked
package io.sluice.connector.table.jdbc;

import org.jspecify.annotations.NullMarked;
