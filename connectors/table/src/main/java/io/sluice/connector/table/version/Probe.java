package io.sluice.connector.table.version;

import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the stored versions of one row.
 *
 * @param key of the row, without the time of a version
 * @param since versions that ended before this are not asked for; a value for the column of the end
 * @param values one for each column of the table, which a version is compared with
 * @param compared which of them; none: whether the row is the same is not asked
 * @param record where the row came from, for reports
 */
public record Probe(
    @Nullable Object[] key,
    Object since,
    @Nullable Object[] values,
    boolean[] compared,
    SinkRecord record) {}
