package io.sluice.registry.store;

import io.sluice.state.storage.Schema;
import io.sluice.state.storage.Storage;
import java.util.List;
import java.util.Locale;

/** The scripts that make the registry's tables. */
public final class RegistryTables {
  private RegistryTables() {}

  /** In the dialect of a database. */
  public static Schema in(Storage.Dialect dialect) {
    String script = "io/sluice/registry/store/registry-%s-1.sql";
    return new Schema(
        "registry",
        List.of(String.format(Locale.ROOT, script, dialect.name().toLowerCase(Locale.ROOT))),
        RegistryTables.class.getClassLoader());
  }
}
