package io.sluice.connector.postgres.incremental;

import io.sluice.connector.postgres.catalog.Table;
import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.position.TableRead;
import io.sluice.connector.postgres.position.TableRead.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The SQL of a chunk. Keys are written as literals without a type, so that the server gives them
 * the column's own one, whatever it is, and compares as the key's index does.
 */
final class ChunkQuery {

  private final Table table;
  private final TableRead read;
  private final List<String> key;

  /**
   * @param key columns to walk along, empty to read the table in one go
   */
  ChunkQuery(Table table, TableRead read, List<String> key) {
    this.table = table;
    this.read = read;
    this.key = key;
  }

  /**
   * The rows, each followed by the texts of its key.
   *
   * @param select what a row consists of, as its format wants it
   */
  String rows(String select, int limit) {
    List<String> columns = new ArrayList<>();
    columns.add(select);
    for (String column : key) {
      columns.add(place(column) + "::text");
    }
    List<String> conditions = new ArrayList<>();
    if (read.kind() == Kind.PAGES) {
      conditions.add("ctid >= '(" + read.firstPage() + ",0)'::tid");
      conditions.add("ctid < '(" + read.endPage() + ",0)'::tid");
    }
    condition(conditions, " > ", read.after());
    condition(conditions, " <= ", read.upTo());
    return "SELECT "
        + String.join(", ", columns)
        + from(conditions)
        + (key.isEmpty() ? "" : " ORDER BY " + keys("") + first(limit));
  }

  /** Where rows share a key, all of the last one's: the next chunk begins behind that key. */
  private String first(int limit) {
    return table.identity().isEmpty()
        ? " FETCH FIRST " + limit + " ROWS WITH TIES"
        : " LIMIT " + limit;
  }

  /** The texts of the greatest key. */
  String greatest() {
    return "SELECT "
        + keys("::text")
        + from(new ArrayList<>())
        + " ORDER BY "
        + keys(" DESC")
        + " LIMIT 1";
  }

  private String from(List<String> conditions) {
    if (read.condition() != null) {
      conditions.add("(" + read.condition() + ")");
    }
    return " FROM "
        + table.from()
        + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions));
  }

  private void condition(List<String> conditions, String operator, @Nullable List<String> values) {
    if (values != null && !key.isEmpty()) {
      conditions.add(
          "("
              + keys("")
              + ")"
              + operator
              + "("
              + values.stream().map(TableId::literal).collect(Collectors.joining(", "))
              + ")");
    }
  }

  private String keys(String suffix) {
    return key.stream().map(column -> place(column) + suffix).collect(Collectors.joining(", "));
  }

  /** The table's column, which has a namesake among the texts of the key. */
  private String place(String column) {
    return table.id().sql() + "." + TableId.quote(column);
  }
}
