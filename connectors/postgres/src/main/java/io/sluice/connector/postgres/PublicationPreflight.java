package io.sluice.connector.postgres;

import io.sluice.connector.postgres.SourcePreflight.Finding;
import io.sluice.connector.postgres.SourcePreflight.Server;
import io.sluice.connector.postgres.catalog.Catalog;
import io.sluice.connector.postgres.catalog.PartlyPublished;
import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.config.Settings;
import io.sluice.connector.postgres.stream.Replication;
import io.sluice.connector.postgres.watch.PublicationWatch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What keeps a publication from telling what is captured, or from being made: each finding with the
 * SQL that mends it and who may run that.
 */
final class PublicationPreflight {

  /** Only who owns a table, or is a member of the role that does, may publish it. */
  private static final String NOT_OWNED =
      """
      SELECT 1 FROM pg_class c WHERE c.oid = ?::oid AND NOT pg_has_role(c.relowner, 'USAGE')\
      """;

  private static final String OWN_PUBLICATION =
      "SELECT pg_has_role(pubowner, 'USAGE') FROM pg_publication WHERE pubname = ?";

  private final PostgresConfig config;
  private final Connection sql;
  private final Server server;
  private final Map<TableId, Integer> tables;
  private final String name;
  private final String quoted;

  /**
   * @param sql an ordinary connection
   * @param tables the captured tables, with the server's numbers
   */
  PublicationPreflight(
      PostgresConfig config, Connection sql, Server server, Map<TableId, Integer> tables) {
    this.config = config;
    this.sql = sql;
    this.server = server;
    this.tables = tables;
    this.name = "publication '" + config.publication() + "'";
    this.quoted = TableId.quote(config.publication());
  }

  /** Looks, changing nothing. */
  List<Finding> findings(Replication replication, Catalog catalog) throws SQLException {
    List<Finding> findings = new ArrayList<>();
    if (replication.publicationExists()) {
      lacking(replication).ifPresent(findings::add);
    } else {
      missing().ifPresent(findings::add);
    }
    List<PartlyPublished> partly = PartlyPublished.of(sql, catalog, config.publication());
    if (config.watch().refusesParts() && !partly.isEmpty()) {
      findings.add(
          new Finding(Settings.PUBLICATION_NAME, PublicationWatch.describe(config, partly)));
    }
    return findings;
  }

  /** Tables are added to one that is there only if that is wanted, and the role may. */
  private Optional<Finding> lacking(Replication replication) throws SQLException {
    List<TableId> missing = replication.unpublished(tables.keySet());
    boolean adds = "filtered".equals(config.publicationMode()) && !server.standby();
    if (missing.isEmpty() || (adds && ownsPublication() && notOwned(missing).isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding(
            Settings.PUBLICATION_NAME,
            name
                + " does not contain "
                + names(missing)
                + (adds
                    ? ", and role "
                        + server.role()
                        + " may not add what it does not own, or to a publication that it does not"
                        + " own. As a superuser run"
                    : server.standby() ? ". On the primary run" : ". Run")
                + ": ALTER PUBLICATION "
                + quoted
                + " ADD TABLE "
                + list(missing)
                + ";"));
  }

  private Optional<Finding> missing() throws SQLException {
    List<TableId> all = List.copyOf(tables.keySet());
    String create = "CREATE PUBLICATION " + quoted + " FOR TABLE " + list(all) + ";";
    if (server.standby()) {
      return found(
          Settings.PUBLICATION_NAME,
          name
              + " is missing, and the server is a standby, where none can be made. On the primary"
              + " run: "
              + create);
    }
    return switch (config.publicationMode()) {
      case "all_tables" ->
          server.superuser()
              ? Optional.empty()
              : found(
                  Settings.PUBLICATION_MODE,
                  name
                      + " is missing and only a superuser may make it for all tables. As one run: "
                      + create);
      case "disabled" -> found(Settings.PUBLICATION_NAME, name + " is missing. Run: " + create);
      case "filtered" -> {
        List<TableId> others = notOwned(all);
        yield others.isEmpty() ? mayCreate() : notPublishable(others, create);
      }
      default -> mayCreate();
    };
  }

  private Optional<Finding> notPublishable(List<TableId> others, String create) {
    return found(
        Settings.USER,
        "role "
            + server.role()
            + " may not publish "
            + names(others)
            + ", which it does not own. As a superuser run: "
            + create
            + " or make the role a member of their owner's");
  }

  private Optional<Finding> mayCreate() {
    return server.mayCreate()
        ? Optional.empty()
        : found(
            Settings.USER,
            "role "
                + server.role()
                + " may not make the publication. Run: GRANT CREATE ON DATABASE "
                + server.database()
                + " TO "
                + server.role()
                + ";");
  }

  private List<TableId> notOwned(List<TableId> asked) throws SQLException {
    List<TableId> others = new ArrayList<>();
    if (server.superuser()) {
      return others;
    }
    try (PreparedStatement query = sql.prepareStatement(NOT_OWNED)) {
      for (TableId table : asked) {
        query.setLong(1, tables.getOrDefault(table, 0) & 0xFFFF_FFFFL);
        try (ResultSet row = query.executeQuery()) {
          if (row.next()) {
            others.add(table);
          }
        }
      }
    }
    return others;
  }

  private boolean ownsPublication() throws SQLException {
    try (PreparedStatement query = sql.prepareStatement(OWN_PUBLICATION)) {
      query.setString(1, config.publication());
      try (ResultSet row = query.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  private static Optional<Finding> found(String setting, String message) {
    return Optional.of(new Finding(setting, message));
  }

  private static String names(List<TableId> tables) {
    return tables.stream().map(TableId::toString).collect(Collectors.joining(", "));
  }

  private static String list(List<TableId> tables) {
    return tables.isEmpty()
        ? "..."
        : tables.stream().map(TableId::sql).collect(Collectors.joining(", "));
  }
}
