package io.sluice.connector.postgres.catalog;

import java.util.List;

/**
 * A table as it is captured: its columns after the filters and those of its key, without generated
 * ones.
 *
 * @param id its name
 * @param oid the server's number of the relation
 * @param partitioned whether its rows are those of its partitions
 * @param columns in the order of the table
 * @param identity names of the columns that tell its rows apart: the primary key's in the key's
 *     order, or those of a unique index without NULLs; empty for none
 * @param key names of the columns that make the events' key: those that the settings name, which
 *     need not be unique, or else the identity
 */
public record Table(
    TableId id,
    int oid,
    boolean partitioned,
    List<Column> columns,
    List<String> identity,
    List<String> key) {

  public Table {
    columns = List.copyOf(columns);
    identity = List.copyOf(identity);
    key = List.copyOf(key);
  }

  /** What a query has to name behind FROM: rows of inheriting tables belong to those tables. */
  public String from() {
    return (partitioned ? "" : "ONLY ") + id.sql();
  }
}
