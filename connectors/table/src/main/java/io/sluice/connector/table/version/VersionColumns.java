package io.sluice.connector.table.version;

import org.jspecify.annotations.Nullable;

/**
 * The columns of a table that say when a version of a row is valid. The table's key ends with the
 * first of them.
 *
 * @param from the name of the column with the time from which on
 * @param to the name of the column with the time of its end, empty while it is valid
 * @param position the name of the column with its place in the source's log; null if there is none
 */
public record VersionColumns(String from, String to, @Nullable String position) {}
