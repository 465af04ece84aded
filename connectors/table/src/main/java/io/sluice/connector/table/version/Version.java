package io.sluice.connector.table.version;

import org.jspecify.annotations.Nullable;

/**
 * A stored version of a row.
 *
 * @param from microseconds since 1970 from which on it is valid
 * @param to microseconds since 1970 at which it ended; null if it has not. As early as {@code from}
 *     for a version that was never valid: it keeps the place of a delete
 * @param position of the change in the source's log; null where that is not known
 * @param same whether its row is the one that was asked with
 */
public record Version(long from, @Nullable Long to, @Nullable String position, boolean same) {}
