package io.sluice.serdes.avro.mapping;

import java.util.Map;
import org.apache.kafka.connect.data.Schema;

/** Names that stand in schemas, as existing topics have them. */
public final class Names {
  static final String NAMESPACE = "io.confluent.connect.avro";

  /** Of a struct without a name; behind the first one with a number. */
  static final String NAMELESS = "ConnectDefault";

  /** Of a map's entries, where the map is an array of them. */
  static final String MAP_ENTRY = "MapEntry";

  public static final String KEY = "key";
  public static final String VALUE = "value";

  /** The record that holds any value, for those without a schema. */
  public static final String ANYTHING = NAMESPACE + ".Anything";

  static final String CONNECT_NAME = "connect.name";
  static final String CONNECT_DOC = "connect.doc";
  static final String CONNECT_VERSION = "connect.version";
  static final String CONNECT_DEFAULT = "connect.default";
  static final String CONNECT_PARAMETERS = "connect.parameters";
  static final String CONNECT_TYPE = "connect.type";

  /** The schema of a map's keys, as a text of Avro's, where there is more to it than texts. */
  static final String MAP_KEY = "connect.map.key";

  static final String INTERNAL_TYPE = "connect.internal.type";
  static final String FIXED_SIZE = "connect.fixed.size";
  static final String PRECISION = "connect.decimal.precision";

  /** The precision of decimals whose schema has none; Avro's must have one. */
  static final int PRECISION_UNLESS_SAID = 64;

  static final String RECORD_DOC = NAMESPACE + ".record.doc";
  static final String FIELD_DOC = NAMESPACE + ".field.doc.";
  static final String ENUM_DOC = NAMESPACE + ".enum.doc.";
  static final String ENUM_DEFAULT = NAMESPACE + ".enum.default.";

  /** Tells that a default came from a field of Avro's. */
  static final String FIELD_DEFAULT = NAMESPACE + ".field.default";

  static final String UNION = NAMESPACE + ".Union";
  static final String ENUM = NAMESPACE + ".Enum";
  static final String GENERAL_UNION = "org.apache.kafka.connect.data.Union";
  static final String GENERAL_ENUM = "org.apache.kafka.connect.data.Enum";
  static final String GENERAL_UNION_NAME = "connect_union_";
  static final String GENERAL_UNION_FIELD = "connect_union_field_";

  static final String LOGICAL_TYPE = "logicalType";

  /** What properties of Avro's own begin with. */
  static final String AVRO = "avro";

  private Names() {}

  /** Whether a struct stands for a union: of its fields one has a value. */
  public static boolean isUnion(Schema schema) {
    return schema.type() == Schema.Type.STRUCT
        && (UNION.equals(schema.name()) || has(schema, GENERAL_UNION));
  }

  /** Whether texts are symbols of an enum. */
  static boolean isEnum(Schema schema) {
    return schema.type() == Schema.Type.STRING && (has(schema, ENUM) || has(schema, GENERAL_ENUM));
  }

  /** Whether all values have one length, which Avro knows. */
  static boolean isFixed(Schema schema) {
    return schema.type() == Schema.Type.BYTES && schema.name() != null && has(schema, FIXED_SIZE);
  }

  /** Whether an array's elements are the entries of a map. */
  public static boolean isMapEntry(org.apache.avro.Schema element) {
    return element.getType() == org.apache.avro.Schema.Type.RECORD
        && ((MAP_ENTRY.equals(element.getName()) && NAMESPACE.equals(element.getNamespace()))
            || MAP_ENTRY.equals(element.getProp(INTERNAL_TYPE)));
  }

  /** Whether a map of that schema is a map in Avro, whose keys are texts. */
  static boolean isPlainMap(Schema map, Mapping mapping) {
    Schema keys = map.keySchema();
    return keys != null
        && keys.type() == Schema.Type.STRING
        && (!keys.isOptional() || mapping.optionalMapKeys());
  }

  private static boolean has(Schema schema, String parameter) {
    Map<String, String> parameters = schema.parameters();
    return parameters != null && parameters.containsKey(parameter);
  }
}
