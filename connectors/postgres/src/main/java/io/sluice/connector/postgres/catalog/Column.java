package io.sluice.connector.postgres.catalog;

import io.sluice.connector.postgres.value.PgType;
import org.jspecify.annotations.Nullable;

/**
 * A captured column.
 *
 * @param name its name
 * @param type its type, domains resolved
 * @param typmod its type modifier (length, precision), -1 for none
 * @param optional whether NULL can occur
 * @param defaultValue the column's default as Connect's schema holds it, null for none
 */
public record Column(
    String name, PgType type, int typmod, boolean optional, @Nullable Object defaultValue) {}
