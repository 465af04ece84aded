package io.sluice.connector.postgres.catalog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A captured table of which a publication tells less than is captured, by a column list or a row
 * filter (PostgreSQL 15 or newer). The snapshot has what the stream leaves out, and nothing tells
 * when that changes.
 *
 * @param table which table
 * @param lacking captured columns that are not in its column list, empty for none
 * @param filtered whether only rows that meet a filter are told
 */
public record PartlyPublished(TableId table, List<String> lacking, boolean filtered) {

  /**
   * A publication that has a table's whole schema, or every table, has it without list and filter.
   */
  private static final String ENTRIES =
      """
      SELECT r.prrelid::int8, r.prqual IS NOT NULL, r.prattrs IS NULL,
        ARRAY(SELECT a.attname::text FROM pg_attribute a
          WHERE a.attrelid = r.prrelid AND a.attnum = ANY (r.prattrs::int2[]))
      FROM pg_publication p JOIN pg_publication_rel r ON r.prpubid = p.oid
        JOIN pg_class c ON c.oid = r.prrelid
      WHERE p.pubname = ? AND (r.prattrs IS NOT NULL OR r.prqual IS NOT NULL)
        AND NOT p.puballtables AND NOT EXISTS (SELECT 1 FROM pg_publication_namespace s
          WHERE s.pnpubid = p.oid AND s.pnnspid = c.relnamespace)\
      """;

  public PartlyPublished {
    lacking = List.copyOf(lacking);
  }

  /**
   * Asks the server.
   *
   * @param catalog on the same connection; asked only if there is a list or a filter
   * @return the tables of which less is told than is captured, by name
   */
  public static List<PartlyPublished> of(Connection connection, Catalog catalog, String publication)
      throws SQLException {
    if (!ServerVersion.of(connection).publishesParts()) {
      return List.of();
    }
    List<PartlyPublished> partly = new ArrayList<>();
    Map<Integer, TableId> names = new HashMap<>();
    try (PreparedStatement query = connection.prepareStatement(ENTRIES)) {
      query.setString(1, publication);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          if (names.isEmpty()) {
            catalog.tables().forEach((table, oid) -> names.put(oid, table));
          }
          int oid = (int) rows.getLong(1);
          TableId table = names.get(oid);
          if (table != null) {
            boolean filtered = rows.getBoolean(2);
            List<String> lacking = new ArrayList<>();
            if (!rows.getBoolean(3)) {
              catalog.table(table, oid).columns().forEach(column -> lacking.add(column.name()));
              lacking.removeAll(List.of((String[]) rows.getArray(4).getArray()));
            }
            if (filtered || !lacking.isEmpty()) {
              partly.add(new PartlyPublished(table, lacking, filtered));
            }
          }
        }
      }
    }
    partly.sort(Comparator.comparing(part -> part.table().toString()));
    return partly;
  }

  /** What is left out of the stream, and what can be done about it. */
  public static String describe(String publication, List<PartlyPublished> partly) {
    String quoted = TableId.quote(publication);
    String left = partly.stream().map(PartlyPublished::leftOut).collect(Collectors.joining(", "));
    String mending =
        partly.stream()
            .map(PartlyPublished::table)
            .map(
                table ->
                    "ALTER PUBLICATION %s DROP TABLE %s; ALTER PUBLICATION %s ADD TABLE %s;"
                        .formatted(quoted, table.sql(), quoted, table.sql()))
            .collect(Collectors.joining(" "));
    return "publication '"
        + publication
        + "' leaves out of the stream "
        + left
        + ": a snapshot has them, and their changes would be missed unseen. While the pipeline is"
        + " stopped, run: BEGIN; "
        + mending
        + " COMMIT;"
        + (partly.stream().allMatch(PartlyPublished::filtered)
            ? ""
            : " or leave the columns out by column.exclude.list")
        + ". What was changed while it was so comes by a new reading of these tables";
  }

  private String leftOut() {
    return (lacking.isEmpty()
            ? ""
            : (lacking.size() == 1 ? "column " : "columns ")
                + String.join(", ", lacking)
                + (filtered ? " and " : ""))
        + (filtered ? "the rows that do not meet the row filter" : "")
        + " of "
        + table;
  }
}
