package io.sluice.connector.postgres.event;

import io.sluice.connector.postgres.catalog.Column;
import io.sluice.connector.postgres.catalog.Table;
import io.sluice.connector.postgres.config.ColumnSettings;
import io.sluice.connector.postgres.config.FailureSettings.Reaction;
import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.config.Selection;
import io.sluice.connector.postgres.value.TypeMapping;
import org.jspecify.annotations.Nullable;

/**
 * Makes the form of a table's events: whatever the settings say of names, keys and columns is
 * applied here, once for each form that a table has. Immutable and shared by threads.
 */
public final class TableFormats {

  private final Names names;
  private final Selection selection;
  private final ColumnSettings columns;
  private final Reaction values;
  private final ContextHeaders headers;
  private final TypeMapping mapping;
  private final @Nullable Converters converters;
  private final Converted.Failing failing;

  public TableFormats(PostgresConfig config) {
    this.names = new Names(config.names());
    this.selection = config.selection();
    this.columns = config.columns();
    this.values = config.failures().values();
    this.headers = ContextHeaders.of(config);
    this.mapping = new TypeMapping(config.valueModes());
    this.converters = Converters.of(config);
    this.failing = new Converted.Failing(values, config.valueModes().unavailable().text());
  }

  /** The form of a table, which tells what it leaves out in the log. */
  public TableFormat of(Table table) {
    return new TableFormat(
        table, names, selection, mapping, columns, values, headers, this::converted);
  }

  private @Nullable Converted converted(Table table, Column column) {
    return converters == null
        ? null
        : converters.of(
            table.id(),
            column,
            table.key().contains(column.name()) || table.identity().contains(column.name()),
            failing);
  }
}
