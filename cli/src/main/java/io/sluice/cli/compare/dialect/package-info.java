/**
 * How each database writes down its values and computes over its rows. A class a database: begin at
 * {@link io.sluice.cli.compare.dialect.PostgresDialect}. A new database begins here.
 */
@NullMarked
package io.sluice.cli.compare.dialect;

import org.jspecify.annotations.NullMarked;
