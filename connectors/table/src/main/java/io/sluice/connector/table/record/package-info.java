/**
 * From a record to a row. Begin at {@link io.sluice.connector.table.record.EnvelopeReader}, which
 * understands envelopes, flat rows and tombstones; {@link
 * io.sluice.connector.table.record.RowLayout} then makes the row, in a way worked out once for a
 * pair of schemas. Touches no database.
 */
@NullMarked
package io.sluice.connector.table.record;

import org.jspecify.annotations.NullMarked;
