package io.sluice.server.lead;

import io.sluice.state.storage.Durability;
import io.sluice.state.storage.Schema;
import io.sluice.state.storage.Sql;
import io.sluice.state.storage.Storage;
import java.net.URI;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where the server is asked that took over last, in the state that they share. */
final class LeadTable {
  private final Storage storage;

  /** In this database, whose table is made if it is missing. */
  LeadTable(Storage storage) {
    this.storage = storage;
    String dialect = storage.dialect().name().toLowerCase(Locale.ROOT);
    storage.install(
        new Schema(
            "server-lead",
            List.of("io/sluice/server/lead/lead-" + dialect + "-1.sql"),
            LeadTable.class.getClassLoader()));
  }

  /**
   * This process has taken over.
   *
   * @param fenced refuses when it has lost that already
   */
  static void tell(Storage fenced, URI url, Instant at) {
    fenced.write(
        Durability.NOW,
        connection -> {
          Sql.update(
              connection,
              "insert into server_lead (one, url, since) values (1, ?, ?) on conflict (one)"
                  + " do update set url = excluded.url, since = excluded.since",
              url.toString(),
              at.toEpochMilli());
          return url;
        });
  }

  /** Where it is asked; empty if there never was one. */
  Optional<URI> url() {
    return storage.read(
        connection -> {
          try (PreparedStatement select =
                  connection.prepareStatement("select url from server_lead");
              ResultSet row = select.executeQuery()) {
            return row.next() ? Optional.of(URI.create(row.getString(1))) : Optional.empty();
          }
        });
  }
}
