package io.sluice.schema.avro;

import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A reader's and a writer's type, the very objects: two types that look alike may stand in
 * different places, and to compare them part by part would be another comparison.
 */
record SchemaPair(Schema reader, Schema writer) {
  @Override
  @SuppressWarnings("ReferenceEquality")
  public boolean equals(@Nullable Object other) {
    return other instanceof SchemaPair that && reader == that.reader && writer == that.writer;
  }

  @Override
  public int hashCode() {
    return 31 * System.identityHashCode(reader) + System.identityHashCode(writer);
  }
}
