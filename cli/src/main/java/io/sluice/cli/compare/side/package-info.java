/**
 * One of the two tables that are compared, as questions to its database. Begin at {@link
 * io.sluice.cli.compare.side.TableRows}: sums over ranges of the key and rows; the database
 * computes them where it can ({@link io.sluice.cli.compare.side.RowQueries}), else they are
 * computed here of rows that are read ({@link io.sluice.cli.compare.side.ReadRows}).
 */
@NullMarked
package io.sluice.cli.compare.side;

import org.jspecify.annotations.NullMarked;
