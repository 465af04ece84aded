package io.sluice.connector.postgres.watch;

import io.sluice.connector.postgres.catalog.Catalog;
import io.sluice.connector.postgres.catalog.PartlyPublished;
import io.sluice.connector.postgres.catalog.ServerVersion;
import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.config.Settings;
import io.sluice.connector.postgres.config.WatchSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices when a publication stops telling what is captured: the server just leaves out the changes
 * of a table that is not published, and nobody could tell that from a table without changes. Not
 * thread-safe.
 */
public final class PublicationWatch {

  private static final Logger LOG = LoggerFactory.getLogger(PublicationWatch.class);

  /**
   * Changes whenever the publication or what it lists is altered, or a table came that it may lack;
   * cheap with many tables.
   */
  private static final String FINGERPRINT =
      """
      SELECT p.oid::int8, p.xmin::text || ' ' || (SELECT count(*) || ' ' || coalesce(sum(r.oid::int8), 0)
          || ' ' || coalesce(max(r.xmin::text::int8), 0) FROM pg_publication_rel r WHERE r.prpubid = p.oid)
          || (SELECT ' ' || count(*) || ' ' || max(c.oid::int8) FROM pg_class c
              WHERE c.relkind IN ('r', 'p') AND c.relpersistence = 'p')%s,
        p.pubinsert, p.pubupdate, p.pubdelete
      FROM pg_publication p WHERE p.pubname = ?\
      """;

  /** The same for whole schemas, with the tables that they have. */
  private static final String SCHEMAS =
      """
       || (SELECT ' ' || count(DISTINCT s.oid) || ' ' || coalesce(sum(s.oid::int8), 0) || ' '
          || coalesce(sum(c.oid::int8), 0) FROM pg_publication_namespace s
          LEFT JOIN pg_class c ON c.relnamespace = s.pnnspid AND c.relkind IN ('r', 'p')
          WHERE s.pnpubid = p.oid)\
      """;

  private static final String PUBLISHED =
      """
      SELECT c.oid::int8, coalesce(r.oid::int8, 0), %s
      FROM pg_publication_tables t
        JOIN pg_publication p ON p.pubname = t.pubname
        JOIN pg_namespace n ON n.nspname = t.schemaname
        JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = t.tablename
        LEFT JOIN pg_publication_rel r ON r.prpubid = p.oid AND r.prrelid = c.oid%s
      WHERE t.pubname = ?\
      """;

  private final PostgresConfig config;
  private final Connection sql;
  private final Coverage coverage;
  private final String fingerprintQuery;
  private final String publishedQuery;
  private long oid;
  private String fingerprint = "";
  private Map<Integer, Membership> published = Map.of();

  /**
   * Why a table is published: the catalog's numbers of its own entry and of its schema's, 0 for
   * none; both are 0 where all tables are.
   */
  private record Membership(long table, long schema) {
    /** Whether the table was published all the time, if this is what is found later. */
    boolean continues(@Nullable Membership now) {
      return equals(now)
          || (now != null
              && ((table != 0 && table == now.table) || (schema != 0 && schema == now.schema)));
    }
  }

  /**
   * @param sql an ordinary connection
   * @param coverage told which captured tables are not published
   */
  PublicationWatch(
      PostgresConfig config, Connection sql, ServerVersion version, Coverage coverage) {
    this.config = config;
    this.sql = sql;
    this.coverage = coverage;
    boolean schemas = version.publishesSchemas();
    this.fingerprintQuery = FINGERPRINT.formatted(schemas ? SCHEMAS : "");
    this.publishedQuery =
        schemas
            ? PUBLISHED.formatted(
                "coalesce(s.oid::int8, 0)",
                " LEFT JOIN pg_publication_namespace s ON s.pnpubid = p.oid AND s.pnnspid = n.oid")
            : PUBLISHED.formatted("0", "");
  }

  /**
   * Looks at the publication; the first look is what later ones are compared with.
   *
   * @throws ConfigException when changes of captured tables are left out of the stream
   */
  void look() throws SQLException {
    long oidNow;
    String now;
    List<String> left = new ArrayList<>();
    try (PreparedStatement query = sql.prepareStatement(fingerprintQuery)) {
      query.setString(1, config.publication());
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          throw lost("is gone", List.of());
        }
        oidNow = row.getLong(1);
        now = oidNow + " " + row.getString(2);
        leftOut(row.getBoolean(3), "c", "inserts", left);
        leftOut(row.getBoolean(4), "u", "updates", left);
        leftOut(row.getBoolean(5), "d", "deletes", left);
      }
    }
    if (!left.isEmpty()) {
      throw lost("does not publish " + String.join(" and ", left), List.of());
    }
    if (config.watch().refusesParts()) {
      requireWhole(config, sql); // a column may have come that a column list does not have
    }
    if (now.equals(fingerprint)) {
      return;
    }
    boolean first = fingerprint.isEmpty();
    if (!first && oidNow != oid) {
      throw lost("was dropped and made again", List.of());
    }
    Map<Integer, Membership> tables = published();
    Map<TableId, Integer> captured =
        new Catalog(sql, config.selection()).tables(); // a dropped table is not missed
    if (!first) {
      List<TableId> missed =
          captured.entrySet().stream()
              .filter(table -> wasLeftOut(table.getValue(), tables))
              .map(Map.Entry::getKey)
              .sorted(java.util.Comparator.comparing(TableId::toString))
              .toList();
      if (!missed.isEmpty()) {
        throw lost("was altered and left out", missed);
      }
    }
    coverage.captures(captured.keySet());
    for (Map.Entry<TableId, Integer> each : captured.entrySet()) {
      TableId table = each.getKey();
      if (!tables.containsKey(each.getValue()) && coverage.lacks(table)) {
        LOG.warn(
            "Publication '{}' does not contain {}, so its changes are not captured. Run: ALTER"
                + " PUBLICATION {} ADD TABLE {}; then start the task anew and read the table"
                + " again: what changed before was not sent",
            config.publication(),
            table,
            TableId.quote(config.publication()),
            table.sql());
      }
    }
    fingerprint = now;
    oid = oidNow;
    published = tables;
  }

  /**
   * Sees to it that the stream has every column and row that a snapshot has.
   *
   * @param sql an ordinary connection
   * @throws ConfigException when it does not and that is not wanted
   */
  public static void requireWhole(PostgresConfig config, Connection sql) throws SQLException {
    List<PartlyPublished> partly =
        PartlyPublished.of(sql, new Catalog(sql, config.selection()), config.publication());
    if (partly.isEmpty()) {
      return;
    }
    if (config.watch().refusesParts()) {
      throw new ConfigException(Settings.PUBLICATION_NAME + ": " + describe(config, partly));
    }
    LOG.warn("{}", describe(config, partly));
  }

  /** What is left out of the stream, and what can be done about it. */
  public static String describe(PostgresConfig config, List<PartlyPublished> partly) {
    return PartlyPublished.describe(config.publication(), partly)
        + (config.watch().refusesParts()
            ? ". If it is meant to be so: " + WatchSettings.PARTS + " = warn"
            : "");
  }

  private void leftOut(boolean sent, String operation, String what, List<String> left) {
    if (!sent && !config.skipped().contains(operation)) {
      left.add(what);
    }
  }

  private boolean wasLeftOut(int table, Map<Integer, Membership> now) {
    Membership before = published.get(table);
    return before != null && !before.continues(now.get(table));
  }

  private Map<Integer, Membership> published() throws SQLException {
    Map<Integer, Membership> tables = new HashMap<>();
    try (PreparedStatement query = sql.prepareStatement(publishedQuery)) {
      query.setString(1, config.publication());
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          tables.put((int) rows.getLong(1), new Membership(rows.getLong(2), rows.getLong(3)));
        }
      }
    }
    return tables;
  }

  private ConfigException lost(String what, List<TableId> tables) {
    String names = tables.stream().map(TableId::toString).collect(Collectors.joining(", "));
    @Nullable String sql =
        tables.isEmpty()
            ? null
            : tables.stream().map(TableId::sql).collect(Collectors.joining(", "));
    return new ConfigException(
        Settings.PUBLICATION_NAME
            + ": publication '"
            + config.publication()
            + "' "
            + what
            + (names.isEmpty() ? "" : " " + names)
            + ", so changes were left out of the stream and cannot be read any more. Mend it ("
            + (sql == null
                ? "CREATE or ALTER PUBLICATION"
                : "ALTER PUBLICATION ... ADD TABLE " + sql)
            + " where it is missing), then read "
            + (names.isEmpty() ? "the captured tables" : names)
            + " again: reset the offsets to take a new snapshot");
  }
}
