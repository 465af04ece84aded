/**
 * Tables, and the SQL that databases have in common. Begin at {@link
 * io.sluice.connector.table.sql.Table}, then {@link io.sluice.connector.table.sql.Sql}. Knows no
 * rows and no dialect.
 */
@NullMarked
package io.sluice.connector.table.sql;

import org.jspecify.annotations.NullMarked;
