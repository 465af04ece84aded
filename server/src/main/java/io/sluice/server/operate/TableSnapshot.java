package io.sluice.server.operate;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which rows of which tables are to be read anew.
 *
 * @param tables names as the source has them, {@code schema.table}, each letter for itself
 * @param dataCollections further ones: regular expressions for the whole name, as Debezium's signal
 *     has them
 * @param since only rows of which a column says so; empty for no such bound
 * @param condition what can stand behind {@code WHERE} in the source's database, for each of the
 *     tables; empty for all rows. It is executed with the login of the source, so that who gives it
 *     must be somebody who may write pipelines
 */
public record TableSnapshot(
    List<String> tables,
    List<String> dataCollections,
    Optional<Since> since,
    Optional<String> condition) {
  public TableSnapshot {
    tables = List.copyOf(tables);
    dataCollections = List.copyOf(dataCollections);
  }

  /** Of tables by their names. */
  public TableSnapshot(List<String> tables, Optional<Since> since, Optional<String> condition) {
    this(tables, List.of(), since, condition);
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

  /** All tables as Debezium's signal has them: a name is an expression for itself alone. */
  public List<String> expressions() {
    return Stream.concat(tables.stream().map(Pattern::quote), dataCollections.stream()).toList();
  }

  /** Which rows, as SQL; empty for all. */
  public Optional<String> filter() {
    Optional<String> bound = since.map(Since::filter);
    return condition
        .map(said -> bound.map(also -> "(" + said + ") AND " + also).orElse(said))
        .or(() -> bound);
  }
}
