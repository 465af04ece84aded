package io.sluice.server.operate;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which rows of which tables are to be read anew.
 *
 * @param tables as the source calls them, {@code schema.table}
 * @param since only rows of which a column says so; empty for no such bound
 * @param condition what can stand behind {@code WHERE} in the source's database, for each of the
 *     tables; empty for all rows. It is executed with the login of the source, so that who gives it
 *     must be somebody who may write pipelines
 */
public record TableSnapshot(
    List<String> tables, Optional<Since> since, Optional<String> condition) {
  public TableSnapshot {
    tables = List.copyOf(tables);
  }

  /**
   * Rows that changed at a time or later, as one of their columns says.
   *
   * @param column its name as it is, without quotes
   */
  public record Since(String column, Instant time) {
    /** As a name and a literal of SQL: neither can be more than that, whatever they are. */
    String filter() {
      return '"' + column.replace("\"", "\"\"") + "\" >= '" + time + "'";
    }
  }

  /** All rows of some tables. */
  public static TableSnapshot of(List<String> tables) {
    return new TableSnapshot(tables, Optional.empty(), Optional.empty());
  }

  /** Which rows, as SQL; empty for all. */
  public Optional<String> filter() {
    Optional<String> bound = since.map(Since::filter);
    return condition
        .map(said -> bound.map(also -> "(" + said + ") AND " + also).orElse(said))
        .or(() -> bound);
  }
}
