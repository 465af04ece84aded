package io.sluice.project.draft;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * First rows of a pipeline that is being made.
 *
 * @param tables those that gave rows, in the order in which they came
 * @param leavesNothing whether the source knows how to be looked at, so that it made nothing at its
 *     server
 * @param dropped how many records transforms let go
 * @param refused why records could not be transformed, each reason once
 * @param failure why there is no more; empty if there is
 */
public record Preview(
    List<Table> tables,
    boolean leavesNothing,
    long dropped,
    List<String> refused,
    Optional<String> failure) {
  public Preview {
    tables = List.copyOf(tables);
    refused = List.copyOf(refused);
  }

  /**
   * Rows of one topic.
   *
   * @param rows a text for each column, without secrets and cut to a length; empty where a row has
   *     no such column
   */
  public record Table(String topic, List<String> columns, List<List<String>> rows) {
    public Table {
      columns = List.copyOf(columns);
      rows = List.copyOf(rows);
    }
  }

  /**
   * How much is looked at.
   *
   * @param rows of each table
   * @param tables at most
   * @param characters of a value at most
   * @param within after which it ends with what there is
   */
  public record Bounds(int rows, int tables, int characters, Duration within) {
    /** What a page can show, while somebody waits. */
    public static final Bounds USUAL = new Bounds(5, 30, 200, Duration.ofSeconds(20));
  }
}
