package io.sluice.connector.postgres.event;

import io.sluice.connector.postgres.catalog.Table;
import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.value.TypeMapping;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * Makes the form of a table's events: whatever the settings say of names, keys and columns is
 * applied here, once for each form that a table has. Immutable and shared by threads.
 */
public final class TableFormats {

  private final String prefix;
  private final TypeMapping mapping;

  public TableFormats(PostgresConfig config) {
    this.prefix = config.prefix();
    this.mapping = new TypeMapping(config.valueModes());
  }

  /**
   * @throws ConnectException naming the columns whose types cannot be captured
   */
  public TableFormat of(Table table) {
    return new TableFormat(prefix, table, mapping);
  }
}
