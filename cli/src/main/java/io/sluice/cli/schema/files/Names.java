package io.sluice.cli.schema.files;

import static java.util.Objects.requireNonNull;

import io.sluice.schema.SchemaType;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * By which names a schema may be called, and what it calls by name without having it itself.
 *
 * @param defines full names in Avro, {@code $id} in JSON Schema; a file of Protobuf's is called by
 *     its path alone
 * @param needs full names in Avro, paths of imports in Protobuf, the targets of {@code $ref}
 *     without what follows {@code #} in JSON Schema
 */
record Names(Set<String> defines, Set<String> needs) {
  Names {
    requireNonNull(defines, "defines is null");
    defines = Collections.unmodifiableSet(new LinkedHashSet<>(defines));
    needs = Collections.unmodifiableSet(new LinkedHashSet<>(needs));
  }

  /** Of a text that need not be a schema at all: that is found where it is read. */
  static Names of(SchemaType type, String text) {
    return switch (type) {
      case AVRO -> AvroNames.of(text);
      case JSON -> JsonNames.of(text);
      case PROTOBUF -> ProtobufNames.of(text);
    };
  }

  static Names none() {
    return new Names(Set.of(), Set.of());
  }
}
