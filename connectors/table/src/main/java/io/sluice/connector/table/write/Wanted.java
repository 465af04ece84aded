package io.sluice.connector.table.write;

import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.value.ColumnType;
import org.jspecify.annotations.Nullable;

/**
 * A column that records of one schema ask for.
 *
 * @param column its name, the type that the database has for it, whether it may be null
 * @param given the type of the values as they are read, which the database may lack
 * @param comment what the schema says that it is for; null if nothing
 * @param identifies whether it is of the key: such a column can neither be left out nor doubled
 */
record Wanted(Table.Column column, ColumnType given, @Nullable String comment, boolean identifies) {
  String name() {
    return column.name();
  }
}
