package io.sluice.server.access.store;

import io.sluice.state.storage.Schema;
import io.sluice.state.storage.Storage;
import java.util.List;
import java.util.Locale;

/** The scripts that make the tables. */
public final class AccessTables {
  private AccessTables() {}

  /** In the dialect of a database. */
  public static Schema in(Storage.Dialect dialect) {
    String script = "io/sluice/server/access/server-access-%s-1.sql";
    return new Schema(
        "server-access",
        List.of(String.format(Locale.ROOT, script, dialect.name().toLowerCase(Locale.ROOT))),
        AccessTables.class.getClassLoader());
  }
}
