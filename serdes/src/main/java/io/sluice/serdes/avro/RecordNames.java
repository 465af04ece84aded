package io.sluice.serdes.avro;

import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/** What a schema calls its record, for subjects by record name. */
final class RecordNames {
  private RecordNames() {}

  /** The full name of a record, also of one that may be null; empty if it is none. */
  static Optional<String> of(Schema schema) {
    if (schema.isUnion()) {
      List<Schema> there =
          schema.getTypes().stream().filter(each -> each.getType() != Schema.Type.NULL).toList();
      return there.size() == 1 ? of(there.get(0)) : Optional.empty();
    }
    return schema.getType() == Schema.Type.RECORD
        ? Optional.of(schema.getFullName())
        : Optional.empty();
  }
}
