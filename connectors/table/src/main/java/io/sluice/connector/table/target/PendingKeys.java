package io.sluice.connector.table.target;

import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.stored.SchemaVersion;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/**
 * Gives tables the keys that they were created without. That a key is pending is stored with what
 * its pipeline has brought, in the transaction that created the table, so that whoever meets the
 * table builds the key before anything else: another pipeline, or this one after a crash. Used by
 * one thread.
 */
public final class PendingKeys {
  private final Catalog catalog;

  /** Over the tables of one connection. */
  public PendingKeys(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * Gives a table its key, if it is pending for any pipeline, and stores that it has it: all in the
   * open transaction.
   *
   * @return whether it was
   */
  public boolean complete(Table.Name name) throws SQLException {
    Optional<KeyBuilder> keys = catalog.keys();
    if (keys.isEmpty() || !isPending(catalog.schemaVersions(name))) {
      return false;
    }
    // Looked at again when nobody else builds it: two may meet the table at the same moment.
    Optional<Table> there = keys.get().describe(name);
    for (Map.Entry<String, SchemaVersion> entry : catalog.schemaVersions(name).entrySet()) {
      SchemaVersion version = entry.getValue();
      if (version.keyPending()) {
        if (there.isPresent()) { // Else somebody has dropped it.
          keys.get().build(there.get().withKey(version.key()).withKeyPending(true));
        }
        catalog.remember(entry.getKey(), name, version.withKeyBuilt());
      }
    }
    return true;
  }

  private static boolean isPending(Map<String, SchemaVersion> versions) {
    return versions.values().stream().anyMatch(SchemaVersion::keyPending);
  }
}
