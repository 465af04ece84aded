package io.sluice.serdes.wire;

import java.util.UUID;

/** How a record names the schema that it was written with. */
public sealed interface SchemaId {
  /** By its number in the registry. */
  record Number(int id) implements SchemaId {
    @Override
    public String toString() {
      return "id " + id;
    }
  }

  /** By its number in every registry. */
  record Guid(UUID guid) implements SchemaId {
    @Override
    public String toString() {
      return "GUID " + guid;
    }
  }
}
