/**
 * Streams of records into tables that follow them, as a Kafka Connect sink. Begin at {@link
 * io.sluice.connector.table.TableSinkTask}: it turns records into changes ({@code Change}), hands
 * them to one {@code TableWriter} a table, and commits rows together with offsets. What differs
 * between databases is one class each, a {@code Target}.
 */
@NullMarked
package io.sluice.connector.table;

import org.jspecify.annotations.NullMarked;
