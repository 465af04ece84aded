package io.sluice.serdes.exchange;

import io.sluice.serdes.client.FoundSchema;
import io.sluice.serdes.client.RegistryClient;
import io.sluice.serdes.wire.SchemaId;

/** Finds the schema that a record was written with. Thread-safe. */
public final class ReaderSchemas {
  private final RegistryClient client;

  public ReaderSchemas(RegistryClient client) {
    this.client = client;
  }

  /**
   * The schema of that name.
   *
   * @param subject that the record's schema should have, for registries with contexts; empty if it
   *     is not known
   * @throws io.sluice.serdes.client.RegistryException if the registry does not have it, or does not
   *     answer
   */
  public FoundSchema find(SchemaId id, String subject) {
    if (id instanceof SchemaId.Guid guid) {
      return client.byGuid(subject, guid.guid());
    }
    return client.byId(subject, ((SchemaId.Number) id).id());
  }
}
