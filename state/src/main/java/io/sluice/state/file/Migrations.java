package io.sluice.state.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.state.history.AuditChain;
import io.sluice.state.storage.Durability;
import io.sluice.state.storage.Schema;
import io.sluice.state.storage.StateException;
import io.sluice.state.storage.StateException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Brings tables up to date. The version of the state's own tables is the file's {@code
 * user_version}, which can be read before any table exists; those of other components are rows of
 * {@code component}.
 */
public final class Migrations {
  /** "Sluc" in the file's header: tells our files from other people's databases. */
  static final int APPLICATION_ID = 0x536c7563;

  /** The version that has seals on audit entries; no script can compute them. */
  private static final int AUDIT_CHAINED = 2;

  private static final Schema OWN =
      new Schema(
          "state",
          List.of(
              "io/sluice/state/state-1.sql",
              "io/sluice/state/state-2.sql",
              "io/sluice/state/state-3.sql"),
          Schema.class.getClassLoader());

  private final SqliteFile sqlite;
  private final Path file;

  public Migrations(SqliteFile sqlite, Path file) {
    this.sqlite = sqlite;
    this.file = file;
  }

  /** The state's own tables. Only looks when they are up to date, as they nearly always are. */
  public void own() {
    int found = sqlite.read(this::ownVersion);
    if (found == OWN.version()) {
      return;
    }
    sqlite.write(
        Durability.NOW,
        connection -> {
          // Again, for another process may have done it in between.
          int version = ownVersion(connection);
          if (version < OWN.version()) {
            apply(connection, OWN, version);
            if (version < AUDIT_CHAINED) {
              AuditChain.sealEarlier(connection);
            }
            execute(connection, "pragma application_id = " + APPLICATION_ID);
            execute(connection, "pragma user_version = " + OWN.version());
          }
          return version;
        });
  }

  /** The tables of another component. */
  public void of(Schema schema) {
    if (sqlite.read(connection -> componentVersion(connection, schema)) == schema.version()) {
      return;
    }
    sqlite.write(
        Durability.NOW,
        connection -> {
          int version = componentVersion(connection, schema);
          apply(connection, schema, version);
          try (PreparedStatement upsert =
              connection.prepareStatement(
                  "insert into component (name, version) values (?, ?)"
                      + " on conflict (name) do update set version = excluded.version")) {
            upsert.setString(1, schema.component());
            upsert.setInt(2, schema.version());
            upsert.executeUpdate();
          }
          return version;
        });
  }

  private int ownVersion(Connection connection) throws SQLException {
    int application = number(connection, "pragma application_id");
    int version = number(connection, "pragma user_version");
    boolean empty = number(connection, "select count(*) from sqlite_master") == 0;
    if (application != APPLICATION_ID && !empty) {
      throw new StateException(
          Kind.CORRUPT,
          file
              + ": expected a state database of Sluice but found a database of another program."
              + " Choose another state folder.");
    }
    return refuseNewer(OWN, version);
  }

  private int componentVersion(Connection connection, Schema schema) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select version from component where name = ?")) {
      select.setString(1, schema.component());
      try (ResultSet row = select.executeQuery()) {
        return refuseNewer(schema, row.next() ? row.getInt(1) : 0);
      }
    }
  }

  private int refuseNewer(Schema schema, int found) {
    if (found > schema.version()) {
      throw new StateException(
          Kind.NEWER,
          file
              + ": the tables of '"
              + schema.component()
              + "' are of version "
              + found
              + ", this Sluice knows versions up to "
              + schema.version()
              + ". Use the newer Sluice that wrote them, or another state folder.");
    }
    return found;
  }

  private static void apply(Connection connection, Schema schema, int from) throws SQLException {
    for (String script : schema.resources().subList(from, schema.version())) {
      try (InputStream in = schema.loader().getResourceAsStream(script)) {
        if (in == null) {
          throw new IllegalArgumentException(
              "schema of '" + schema.component() + "': no resource " + script);
        }
        // executeUpdate is the one call of this driver that runs a whole script.
        try (Statement statement = connection.createStatement()) {
          statement.executeUpdate(new String(in.readAllBytes(), UTF_8));
        }
      } catch (IOException e) {
        throw new IllegalArgumentException("cannot read the resource " + script, e);
      }
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getInt(1) : 0;
    }
  }
}
