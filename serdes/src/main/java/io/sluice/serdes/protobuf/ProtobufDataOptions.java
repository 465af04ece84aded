package io.sluice.serdes.protobuf;

/**
 * How Connect's data lies in Protobuf.
 *
 * @param fullNames whether a struct's name is its message's full name, and not the last part of it
 * @param optionals whether a field that may be null is {@code optional} in the file, and one that
 *     is not so there may not be null; otherwise every field may be null to Connect, and null is
 *     written as nothing
 * @param proto2Optionals whether that holds of files of proto2 also
 * @param wrappers whether a scalar that may be null is a message such as {@code
 *     google.protobuf.Int32Value}
 * @param rawWrappers whether a record that is such a message is a scalar to Connect
 * @param numberEnums whether an enum is a number to Connect, and not a text
 * @param structsForNulls whether a message that is not there is one without values to Connect
 * @param numberedUnions whether the field of a oneof has its number behind its name
 * @param flatUnions whether the fields of a oneof are fields of the struct
 * @param generalizedSumTypes whether oneofs and enums are marked in Connect as all formats mark
 *     them
 * @param scrubbing whether a name that is none in Protobuf is made one
 * @param metadata whether what Protobuf has no word for is told in options of the file
 * @param defaultsForNull whether a null is written as the default of its field
 */
record ProtobufDataOptions(
    boolean fullNames,
    boolean optionals,
    boolean proto2Optionals,
    boolean wrappers,
    boolean rawWrappers,
    boolean numberEnums,
    boolean structsForNulls,
    boolean numberedUnions,
    boolean flatUnions,
    boolean generalizedSumTypes,
    boolean scrubbing,
    boolean metadata,
    boolean defaultsForNull) {
  static final ProtobufDataOptions STANDARD =
      new ProtobufDataOptions(
          false, true, true, false, true, false, false, true, false, false, true, true, false);
}
