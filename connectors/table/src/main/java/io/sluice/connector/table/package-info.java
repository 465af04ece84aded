/**
 * Streams of records into tables that follow them, as a Kafka Connect sink. Begin at {@link
 * io.sluice.connector.table.TableSinkTask}: it has each record understood ({@code record}), its row
 * collected with those of its table ({@code write}), and commits rows together with offsets in a
 * database ({@code target}). What differs between databases is a package each: {@code duckdb},
 * {@code postgres}.
 */
@NullMarked
package io.sluice.connector.table;

import org.jspecify.annotations.NullMarked;
