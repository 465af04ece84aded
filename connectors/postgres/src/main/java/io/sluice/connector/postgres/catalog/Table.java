package io.sluice.connector.postgres.catalog;

import java.util.List;

/**
 * A table as it is captured: its columns after the filters and those of its key, without generated
 * ones.
 *
 * @param id its name
 * @param oid the server's number of the relation
 * @param columns in the order of the table
 * @param key names of the columns that the settings make the key, or of the primary key's in the
 *     key's order, or of those of a unique index without NULLs; empty for none
 */
public record Table(TableId id, int oid, List<Column> columns, List<String> key) {

  public Table {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
  }
}
