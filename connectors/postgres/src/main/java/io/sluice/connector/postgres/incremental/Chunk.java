package io.sluice.connector.postgres.incremental;

import io.sluice.connector.postgres.event.TableFormat;
import io.sluice.connector.postgres.position.Visibility;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a chunk before its rows come.
 *
 * @param format of the rows
 * @param identity columns whose values tell the table's rows apart; empty for a table without key
 * @param walked columns that the rows are ordered by; empty for a table that is read in one go
 * @param visibility which transactions the rows contain
 * @param standby whether the server follows another one
 * @param end the write-ahead log's end after the snapshot was taken: whatever it saw was committed
 *     before
 * @param micros when it was taken, microseconds since 1970
 * @param upTo the greatest key of the reading; null when the table had no row, or is read in one go
 */
record Chunk(
    TableFormat format,
    List<String> identity,
    List<String> walked,
    Visibility visibility,
    boolean standby,
    long end,
    long micros,
    @Nullable List<String> upTo) {}
