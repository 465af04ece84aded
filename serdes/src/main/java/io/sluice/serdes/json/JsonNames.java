package io.sluice.serdes.json;

/** The words by which Confluent's documentation says in a JSON Schema what Connect has. */
final class JsonNames {
  static final String TITLE = "title";
  static final String DESCRIPTION = "description";
  static final String DEFAULT = "default";
  static final String TYPE = "type";
  static final String ONE_OF = "oneOf";
  static final String REF = "$ref";
  static final String PROPERTIES = "properties";
  static final String ADDITIONAL = "additionalProperties";
  static final String REQUIRED = "required";
  static final String ITEMS = "items";
  static final String ENUM = "enum";

  static final String CONNECT_TYPE = "connect.type";
  static final String CONNECT_INDEX = "connect.index";
  static final String CONNECT_VERSION = "connect.version";
  static final String CONNECT_PARAMETERS = "connect.parameters";

  /** {@code connect.type} of what is a map to Connect. */
  static final String MAP = "map";

  static final String KEY = "key";
  static final String VALUE = "value";

  /** The name of a struct that is one of several; its fields are this, a dot, field, a number. */
  static final String UNION = "io.confluent.connect.json.OneOf";

  static final String UNION_FIELD = UNION + ".field.";

  /** The parameter of a text that is one of several; each is a parameter of its own below it. */
  static final String ENUMERATION = "io.confluent.connect.json.Enum";

  /** The same two where all formats share them ({@code generalized.sum.type.support}). */
  static final String GENERAL_UNION = "org.apache.kafka.connect.data.Union";

  static final String GENERAL_UNION_NAME = "connect_union_";
  static final String GENERAL_UNION_FIELD = "connect_union_field_";
  static final String GENERAL_ENUMERATION = "org.apache.kafka.connect.data.Enum";

  private JsonNames() {}
}
