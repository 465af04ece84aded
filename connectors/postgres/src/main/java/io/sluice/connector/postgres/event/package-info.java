/**
 * Events and positions in Debezium's form, and the hand-over of records to the polling thread.
 * Begin at {@link TableFormat}. Knows nothing of where rows come from.
 */
@NullMarked
package io.sluice.connector.postgres.event;

import org.jspecify.annotations.NullMarked;
