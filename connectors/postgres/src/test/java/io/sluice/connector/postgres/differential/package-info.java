/**
 * Debezium's connector and this one over the same database and the same changes. Begin at {@link
 * Comparison}, which a test class of any topic holds as an extension. What may differ is named in
 * {@link Tolerated} and nowhere else.
 */
@NullMarked
package io.sluice.connector.postgres.differential;

import org.jspecify.annotations.NullMarked;
