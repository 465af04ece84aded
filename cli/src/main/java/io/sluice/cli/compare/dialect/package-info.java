/**
 * How each database writes down its values and computes over its rows. Begin at {@link
 * io.sluice.cli.compare.dialect.Dialect}. A new database is a class here: a {@link
 * io.sluice.cli.compare.dialect.HashingDialect} if it can hash its rows, else a {@link
 * io.sluice.cli.compare.dialect.ReadingDialect}; {@link
 * io.sluice.cli.compare.dialect.PostgresDialect} shows how.
 */
@NullMarked
package io.sluice.cli.compare.dialect;

import org.jspecify.annotations.NullMarked;
