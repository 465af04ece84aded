package io.sluice.state.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.state.storage.Schema;
import io.sluice.state.storage.StateException;
import io.sluice.state.storage.StateException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Brings the tables of components up to date; which version they are of is a row each. */
final class PostgresMigrations {
  /** Held while tables are changed, so that of several nodes that start at once one does it. */
  private static final long LOCK = 0x536c7563_00000001L;

  private final PostgresAddress address;

  PostgresMigrations(PostgresAddress address) {
    this.address = address;
  }

  /** Whether there is nothing to do. */
  boolean areUpToDate(Connection connection, Schema schema) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select to_regclass('sluice_component') is not null")) {
      if (!row.next() || !row.getBoolean(1)) {
        return false;
      }
    }
    return version(connection, schema) == schema.version();
  }

  /** Inside one transaction, which the caller commits. */
  int apply(Connection connection, Schema schema) throws SQLException {
    execute(connection, "set local lock_timeout = 0"); // Another one's may take its time.
    execute(connection, "select pg_advisory_xact_lock(" + LOCK + ")");
    execute(
        connection,
        "create table if not exists sluice_component"
            + " (name text not null primary key, version integer not null)");
    int found = version(connection, schema);
    for (String script : schema.resources().subList(found, schema.version())) {
      execute(connection, text(schema, script));
    }
    try (PreparedStatement upsert =
        connection.prepareStatement(
            "insert into sluice_component (name, version) values (?, ?)"
                + " on conflict (name) do update set version = excluded.version")) {
      upsert.setString(1, schema.component());
      upsert.setInt(2, schema.version());
      upsert.executeUpdate();
    }
    return found;
  }

  private int version(Connection connection, Schema schema) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select version from sluice_component where name = ?")) {
      select.setString(1, schema.component());
      try (ResultSet row = select.executeQuery()) {
        int found = row.next() ? row.getInt(1) : 0;
        if (found > schema.version()) {
          throw new StateException(
              Kind.NEWER,
              address
                  + ": the tables of '"
                  + schema.component()
                  + "' are of version "
                  + found
                  + ", this Sluice knows versions up to "
                  + schema.version()
                  + ". Use the newer Sluice that wrote them, or another database.");
        }
        return found;
      }
    }
  }

  private static String text(Schema schema, String script) {
    try (InputStream in = schema.loader().getResourceAsStream(script)) {
      if (in == null) {
        throw new IllegalArgumentException(
            "schema of '" + schema.component() + "': no resource " + script);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read the resource " + script, e);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
