/**
 * How rows become events in Debezium's form: schemas, keys, envelopes, source blocks. Begin at
 * {@link TableFormat}. Knows nothing of where rows come from.
 */
@NullMarked
package io.sluice.connector.postgres.event;

import org.jspecify.annotations.NullMarked;
