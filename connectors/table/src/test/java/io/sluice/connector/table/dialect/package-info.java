/**
 * What the sink does on every database. Begin at {@link
 * io.sluice.connector.table.dialect.TargetUnderTest}, which a dialect's tests implement; then each
 * class named {@code ...Cases} is passed by a subclass in the dialect's own package, as {@code
 * DuckDbSinkTest} shows. What only one database does is tested in its package too. Types: {@link
 * io.sluice.connector.table.dialect.TypeReadings} is all that a dialect says of them, its column in
 * the reference's table is the rest.
 */
@NullMarked
package io.sluice.connector.table.dialect;

import org.jspecify.annotations.NullMarked;
