/**
 * Records on their way from the reading threads to the polling one, bounded in number and bytes.
 * Begin at {@link Handover}; readers put into a {@link RecordSink}. Knows nothing of what records
 * hold.
 */
@NullMarked
package io.sluice.connector.postgres.handover;

import org.jspecify.annotations.NullMarked;
