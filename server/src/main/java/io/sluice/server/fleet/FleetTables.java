package io.sluice.server.fleet;

import io.sluice.server.folder.Applied;
import io.sluice.server.view.Desired;
import io.sluice.state.storage.Schema;
import io.sluice.state.storage.Sql;
import io.sluice.state.storage.Storage;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a server was told, in its state: which version of each pipeline was applied, and how each is
 * wanted. Writes are parts of their caller's transaction, where the audit's entry is another.
 */
final class FleetTables {
  private final Storage storage;

  /** In this database, whose tables are made if they are missing. */
  FleetTables(Storage storage) {
    this.storage = storage;
    String dialect = storage.dialect().name().toLowerCase(Locale.ROOT);
    storage.install(
        new Schema(
            "server-fleet",
            List.of(
                "io/sluice/server/fleet/fleet-" + dialect + "-1.sql",
                "io/sluice/server/fleet/fleet-" + dialect + "-2.sql"),
            FleetTables.class.getClassLoader()));
  }

  /** What was applied, by pipeline. */
  Map<String, Applied> applied() {
    return storage.read(
        connection -> {
          Map<String, Applied> found = new HashMap<>();
          try (PreparedStatement select =
                  connection.prepareStatement(
                      "select pipeline, file, namespace, version, text, applied_at, who"
                          + " from server_applied");
              ResultSet row = select.executeQuery()) {
            while (row.next()) {
              found.put(
                  row.getString(1),
                  new Applied(
                      row.getString(1),
                      Path.of(row.getString(2)),
                      row.getString(3),
                      row.getString(4),
                      Optional.ofNullable(row.getString(5)),
                      Instant.ofEpochMilli(row.getLong(6)),
                      row.getString(7)));
            }
          }
          return found;
        });
  }

  /** How pipelines are wanted, by name; those that nobody said anything of are left out. */
  Map<String, Desired> desired() {
    return storage.read(
        connection -> {
          Map<String, Desired> found = new HashMap<>();
          try (PreparedStatement select =
                  connection.prepareStatement("select pipeline, desired from server_desired");
              ResultSet row = select.executeQuery()) {
            while (row.next()) {
              found.put(row.getString(1), Desired.valueOf(row.getString(2)));
            }
          }
          return found;
        });
  }

  /** Of which namespace names are, also those of pipelines that are gone. */
  Map<String, String> namespaces() {
    return storage.read(
        connection -> {
          Map<String, String> found = new HashMap<>();
          try (PreparedStatement select =
                  connection.prepareStatement("select pipeline, namespace from server_name");
              ResultSet row = select.executeQuery()) {
            while (row.next()) {
              found.put(row.getString(1), row.getString(2));
            }
          }
          return found;
        });
  }

  /** From now on the name is of this namespace, with all that is kept under it. */
  static void keepName(Connection connection, String pipeline, String namespace)
      throws SQLException {
    Sql.update(
        connection,
        "insert into server_name (pipeline, namespace) values (?, ?)"
            + " on conflict (pipeline) do update set namespace = excluded.namespace",
        pipeline,
        namespace);
  }

  /** Whoever takes the name next has it. */
  static void releaseName(Connection connection, String pipeline) throws SQLException {
    Sql.update(connection, "delete from server_name where pipeline = ?", pipeline);
  }

  /** This is what runs from now on. */
  static void apply(Connection connection, Applied applied) throws SQLException {
    Sql.update(
        connection,
        "insert into server_applied (pipeline, file, namespace, version, text, applied_at, who)"
            + " values (?, ?, ?, ?, ?, ?, ?) on conflict (pipeline) do update set"
            + " file = excluded.file, namespace = excluded.namespace,"
            + " version = excluded.version, text = excluded.text,"
            + " applied_at = excluded.applied_at, who = excluded.who",
        applied.pipeline(),
        applied.file().toString(),
        applied.namespace(),
        applied.version(),
        applied.text().orElse(null),
        applied.at().toEpochMilli(),
        applied.who());
  }

  /** The same version lies in another file, perhaps another namespace's. */
  static void rename(Connection connection, String pipeline, Path file, String namespace)
      throws SQLException {
    Sql.update(
        connection,
        "update server_applied set file = ?, namespace = ? where pipeline = ?",
        file.toString(),
        namespace,
        pipeline);
  }

  /** Its file is gone. */
  static void remove(Connection connection, String pipeline) throws SQLException {
    Sql.update(connection, "delete from server_applied where pipeline = ?", pipeline);
  }

  /** Somebody wants it so. */
  static void want(Connection connection, String pipeline, Desired desired, Instant at, String who)
      throws SQLException {
    Sql.update(
        connection,
        "insert into server_desired (pipeline, desired, since, who) values (?, ?, ?, ?)"
            + " on conflict (pipeline) do update set desired = excluded.desired,"
            + " since = excluded.since, who = excluded.who",
        pipeline,
        desired.name(),
        at.toEpochMilli(),
        who);
  }
}
