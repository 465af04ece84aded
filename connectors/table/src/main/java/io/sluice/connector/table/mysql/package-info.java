/**
 * MariaDB and MySQL. Begin at {@link io.sluice.connector.table.mysql.MySqlTarget}, then {@link
 * io.sluice.connector.table.mysql.MySqlLoad}, which chooses how a batch travels. Changes of tables
 * commit in these databases, so they run beside the open transaction: docs/decisions says how.
 */
@NullMarked
package io.sluice.connector.table.mysql;

import org.jspecify.annotations.NullMarked;
