package io.sluice.serdes.avro.data;

import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Two very objects: schemas that are inside themselves are not compared. */
record Pair(org.apache.kafka.connect.data.Schema schema, Schema avro) {
  @Override
  @SuppressWarnings("ReferenceEquality")
  public boolean equals(@Nullable Object other) {
    return other instanceof Pair that && schema == that.schema && avro == that.avro;
  }

  @Override
  public int hashCode() {
    return 31 * System.identityHashCode(schema) + System.identityHashCode(avro);
  }
}
