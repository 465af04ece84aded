package io.sluice.server.access;

import io.sluice.state.StateDatabase;
import io.sluice.state.lease.LeaseTerms;
import io.sluice.state.postgres.PostgresAddress;
import io.sluice.state.storage.Storage;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The databases that the state may be in. */
public enum Where {
  SQLITE,
  POSTGRESQL;

  /** A new, empty one. */
  public Place in(Path folder, Clock clock) {
    if (this == SQLITE) {
      return new Place(() -> StateDatabase.open(folder, clock), () -> {});
    }
    PostgresDatabase database = PostgresServer.shared().newDatabase();
    return new Place(
        () ->
            StateDatabase.open(
                new PostgresAddress(database.jdbcUrl(), null, null), LeaseTerms.STANDARD, clock),
        database::close);
  }

  /** A database that several may open. */
  public record Place(Supplier<Storage> opener, Runnable drop) implements AutoCloseable {
    /** As one server does. */
    public Storage open() {
      return opener.get();
    }

    @Override
    public void close() {
      drop.run();
    }
  }

  /** What the audit log says, oldest first: who, what, before, after. */
  public static List<String> audit(Storage storage) {
    return storage.read(
        connection -> {
          List<String> entries = new ArrayList<>();
          try (Statement statement = connection.createStatement();
              ResultSet row =
                  statement.executeQuery(
                      "select who, action, before, after, reason from audit order by id")) {
            while (row.next()) {
              entries.add(
                  String.join(
                      " ",
                      row.getString(1),
                      row.getString(2),
                      row.getString(3),
                      row.getString(4),
                      row.getString(5)));
            }
          }
          return entries;
        });
  }

  /** Everything that stands in the tables of who may come, as one text. */
  public static String dump(Storage storage) {
    return storage.read(
        connection -> {
          StringBuilder all = new StringBuilder();
          for (String table :
              List.of("server_token", "server_user", "server_grant", "server_session", "audit")) {
            try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select * from " + table)) {
              while (row.next()) {
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                  all.append(row.getString(i)).append('\n');
                }
              }
            }
          }
          return all.toString();
        });
  }
}
