/**
 * What columns hold, and how values of Connect's and Debezium's types become values of a column
 * without loss. Begin at {@link io.sluice.connector.table.value.ColumnType}, then {@link
 * io.sluice.connector.table.value.ValueReaders}, which chooses the conversion of a column once.
 * Knows no database.
 */
@NullMarked
package io.sluice.connector.table.value;

import org.jspecify.annotations.NullMarked;
