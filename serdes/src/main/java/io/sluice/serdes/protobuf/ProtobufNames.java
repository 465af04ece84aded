package io.sluice.serdes.protobuf;

/** The words by which a Protobuf file says what Connect has, and Connect what such a file has. */
final class ProtobufNames {
  private static final String CONFLUENT = "io.confluent.connect.protobuf.";

  /** The name of a struct that is a oneof; the oneof's name is behind it. */
  static final String UNION = CONFLUENT + "Union.";

  /** The parameter of a text that is an enum's constant: its name; numbers are below it. */
  static final String ENUM = CONFLUENT + "Enum";

  /** The parameter of a field's number, where it is not the one that its place would give it. */
  static final String TAG = CONFLUENT + "Tag";

  /** The parameter of a type that is not the usual one, such as {@code sint32}. */
  static final String TYPE = CONFLUENT + "Type";

  /** A oneof where all formats mark them alike ({@code generalized.sum.type.support}). */
  static final String GENERAL_UNION = "org.apache.kafka.connect.data.Union";

  /** An enum where all formats mark them alike. */
  static final String GENERAL_ENUM = "org.apache.kafka.connect.data.Enum";

  /** Messages that have no name in Connect are called that, and a number. */
  static final String UNNAMED = "ConnectDefault";

  static final String ENTRY = "Entry";
  static final String KEY = "key";
  static final String VALUE = "value";

  // Keys of (confluent.field_meta).params and (confluent.message_meta).params.
  static final String META_SCALE = "scale";
  static final String META_PRECISION = "precision";
  static final String META_TYPE = "connect.type";
  static final String META_OPTIONAL = "connect.optional";
  static final String META_ROOT_OPTIONAL = "connect.root.optional";
  static final String META_FIELD = "connect.field";
  static final String META_BOX = "connect.box";
  static final String META = "connect.";
  static final String META_ITEM = "connect.item.";
  static final String META_NAME = "name";
  static final String META_VERSION = "version";
  static final String META_DOC = "doc";
  static final String META_DEFAULT = "default";
  static final String META_PARAMETER = "parameter.";

  /** What Connect's own users call how many digits a decimal has. */
  static final String PRECISION = "connect.decimal.precision";

  static final String TIMESTAMP = "google.protobuf.Timestamp";
  static final String DATE = "google.type.Date";
  static final String TIME = "google.type.TimeOfDay";
  static final String DECIMAL = "confluent.type.Decimal";

  private ProtobufNames() {}
}
