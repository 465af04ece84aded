package io.sluice.connector.postgres.watch;

import io.sluice.connector.postgres.catalog.ServerVersion;
import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.position.KnownTables;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A publication as it was at one moment, short enough to go with every offset. The catalog numbers
 * its entries in rising order, so the greatest number that was there tells which entries are newer:
 * a table that was known then and has such an entry now was not published all the time in between,
 * though nobody looked. Its text is the name's hash, the publication's number, its row's
 * transaction and the greatest number.
 */
public final class PublicationMark {

  private static final Logger LOG = LoggerFactory.getLogger(PublicationMark.class);

  /** Per published table the numbers of its oldest and newest entry, 0 where all tables are. */
  private static final String ENTRIES =
      """
      SELECT p.oid::int8, p.xmin::text, c.oid::int8, %s, %s
      FROM pg_publication p
        LEFT JOIN pg_publication_tables t ON t.pubname = p.pubname
        LEFT JOIN pg_namespace n ON n.nspname = t.schemaname
        LEFT JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = t.tablename
        LEFT JOIN pg_publication_rel r ON r.prpubid = p.oid AND r.prrelid = c.oid%s
      WHERE p.pubname = ?\
      """;

  private final String name;
  private final long oid;
  private final String row;
  private final Map<Integer, Long> entries;
  private final long newest;

  private PublicationMark(
      String name, long oid, String row, Map<Integer, Long> entries, long newest) {
    this.name = name;
    this.oid = oid;
    this.row = row;
    this.entries = entries;
    this.newest = newest;
  }

  /**
   * The publication as it is now.
   *
   * @param sql an ordinary connection
   */
  public static PublicationMark of(PostgresConfig config, Connection sql, ServerVersion version)
      throws SQLException {
    String query =
        version.publishesSchemas()
            ? ENTRIES.formatted(
                "coalesce(least(r.oid::int8, s.oid::int8), 0)",
                "coalesce(greatest(r.oid::int8, s.oid::int8), 0)",
                " LEFT JOIN pg_publication_namespace s ON s.pnpubid = p.oid AND s.pnnspid = n.oid")
            : ENTRIES.formatted("coalesce(r.oid::int8, 0)", "coalesce(r.oid::int8, 0)", "");
    Map<Integer, Long> entries = new HashMap<>();
    long oid = 0;
    long newest = 0;
    String row = "";
    try (PreparedStatement statement = sql.prepareStatement(query)) {
      statement.setString(1, config.publication());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          oid = rows.getLong(1);
          row = rows.getString(2);
          long table = rows.getLong(3);
          if (!rows.wasNull()) {
            entries.put((int) table, rows.getLong(4));
            newest = Math.max(newest, rows.getLong(5));
          }
        }
      }
    }
    return new PublicationMark(config.publication(), oid, row, entries, newest);
  }

  /**
   * Says what changes may have been left out of the stream since an earlier mark.
   *
   * @param earlier text of a mark, null when there is none
   * @param known the tables that were known then, null when that was not told
   * @param captured the tables that are captured now, with the server's numbers
   * @return the tables concerned, perhaps none
   */
  public List<TableId> leftOutSince(
      @Nullable String earlier, @Nullable KnownTables known, Map<TableId, Integer> captured) {
    String[] parts = earlier == null ? new String[0] : earlier.split(",");
    if (known == null || parts.length != 4 || !parts[0].equals(hash())) {
      return List.of(); // Another publication was chosen: whoever did knows what it has.
    }
    boolean anew = Long.parseLong(parts[1], 36) != oid;
    long newestThen = Long.parseLong(parts[3], 36);
    List<TableId> concerned = new ArrayList<>();
    captured.forEach(
        (table, number) -> {
          Long entry = entries.get(number);
          if (known.contains(number) && entry != null && (anew || entry > newestThen)) {
            concerned.add(table);
          }
        });
    concerned.sort(Comparator.comparing(TableId::toString));
    if (!concerned.isEmpty()) {
      LOG.warn(
          "Publication '{}' was altered since the position: {} came to it anew, so changes from"
              + " before that are not in the stream and cannot be read any more. Read the tables"
              + " again, by signal execute-snapshot or with a new snapshot; rows that were deleted"
              + " in between stay in the targets",
          name,
          concerned.stream().limit(20).map(TableId::toString).collect(Collectors.joining(", ")));
    } else if (!anew && !parts[2].equals(row)) {
      LOG.warn(
          "Publication '{}' itself was altered since the position. If it did not publish inserts,"
              + " updates or deletes for a while, these changes are not in the stream: read the"
              + " tables again then, by signal execute-snapshot or with a new snapshot",
          name);
    }
    return concerned;
  }

  private String hash() {
    return Integer.toUnsignedString(name.hashCode(), 36);
  }

  @Override
  public String toString() {
    return String.join(",", hash(), Long.toString(oid, 36), row, Long.toString(newest, 36));
  }
}
