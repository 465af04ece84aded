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

  /**
   * Per published table the numbers of its oldest and newest entry; without a table where all are
   * published. Partitions are published with what they are a part of. The server's own view of
   * published tables is not asked: it waits for each table's lock, and a table that somebody has
   * locked must not keep the others waiting.
   */
  private static final String ENTRIES =
      """
      WITH RECURSIVE entry(publication, relation, number) AS (
        (SELECT r.prpubid, r.prrelid, r.oid::int8 FROM pg_publication_rel r%s)
        UNION ALL
        SELECT e.publication, i.inhrelid, e.number FROM entry e JOIN pg_inherits i ON i.inhparent = e.relation)
      SELECT p.oid::int8, p.xmin::text, p.puballtables, e.relation::int8, min(e.number), max(e.number)
      FROM pg_publication p LEFT JOIN entry e ON e.publication = p.oid
      WHERE p.pubname = ?
      GROUP BY p.oid, p.xmin::text, p.puballtables, e.relation\
      """;

  /** Tables that are published because their schema is, as the server has it since version 15. */
  private static final String SCHEMAS =
      """

        UNION ALL SELECT s.pnpubid, c.oid, s.oid::int8 FROM pg_publication_namespace s
          JOIN pg_class c ON c.relnamespace = s.pnnspid AND c.relkind IN ('r', 'p')\
      """;

  private final String name;
  private final long oid;
  private final String row;
  private final boolean all;
  private final Map<Integer, Long> entries;
  private final long newest;

  private PublicationMark(
      String name, long oid, String row, boolean all, Map<Integer, Long> entries, long newest) {
    this.name = name;
    this.oid = oid;
    this.row = row;
    this.all = all;
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
    String query = ENTRIES.formatted(version.publishesSchemas() ? SCHEMAS : "");
    Map<Integer, Long> entries = new HashMap<>();
    long oid = 0;
    long newest = 0;
    String row = "";
    boolean all = false;
    try (PreparedStatement statement = sql.prepareStatement(query)) {
      statement.setString(1, config.publication());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          oid = rows.getLong(1);
          row = rows.getString(2);
          all = rows.getBoolean(3);
          long table = rows.getLong(4);
          if (!rows.wasNull()) {
            entries.put((int) table, rows.getLong(5));
            newest = Math.max(newest, rows.getLong(6));
          }
        }
      }
    }
    return new PublicationMark(config.publication(), oid, row, all, entries, newest);
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
          Long entry = all ? Long.valueOf(0) : entries.get(number);
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
