package io.sluice.serdes.protobuf;

/** What a oneof is called in Connect, where nothing else is said. */
final class UnionNames {
  /** Before what is said of a oneof at its first field. */
  static final String META = "connect.union.";

  private UnionNames() {}

  /**
   * The field of the struct.
   *
   * @param index of the oneof in its message
   */
  static String field(String oneof, int index, ProtobufDataOptions options) {
    return options.numberedUnions() ? oneof + "_" + index : oneof;
  }

  /** The schema that has the oneof's fields. */
  static String schema(String oneof, ProtobufDataOptions options) {
    return options.generalizedSumTypes() ? oneof : ProtobufNames.UNION + oneof;
  }
}
