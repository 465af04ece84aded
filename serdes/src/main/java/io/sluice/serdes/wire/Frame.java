package io.sluice.serdes.wire;

import java.util.List;

/**
 * What stands before a record's data.
 *
 * @param schema which schema it was written with
 * @param indexes which message of a Protobuf schema, from the outermost; empty in other formats
 * @param from where in the record's bytes the data begins; they end with the record
 */
public record Frame(SchemaId schema, List<Integer> indexes, int from) {
  public Frame {
    indexes = List.copyOf(indexes);
  }
}
