/**
 * All versions of a row, with the time in which each was valid. Begin at {@link
 * io.sluice.connector.table.history.HistoryWriter}, which gathers the events of one table; {@link
 * io.sluice.connector.table.history.HistoryPlan} decides which versions they make, and {@link
 * io.sluice.connector.table.history.HistoryRows} makes rows of these. The plan touches no database.
 */
@NullMarked
package io.sluice.connector.table.history;

import org.jspecify.annotations.NullMarked;
