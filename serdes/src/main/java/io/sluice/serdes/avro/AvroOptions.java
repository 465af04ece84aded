package io.sluice.serdes.avro;

import io.sluice.serdes.avro.mapping.Mapping;
import io.sluice.serdes.config.SerdeOptions;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The settings of Avro, by the names that Confluent's documentation gives them. */
final class AvroOptions {
  static final String META_DATA = "connect.meta.data";
  static final String ENHANCED = "enhanced.avro.schema.support";
  static final String SUM_TYPES = "generalized.sum.type.support";
  static final String SCRUB = "scrub.invalid.names";
  static final String OPTIONAL_KEYS = "allow.optional.map.keys";
  static final String FLATTEN = "flatten.singleton.unions";
  static final String NULLS_STAY = "ignore.default.for.nullables";
  static final String SPECIFIC = "specific.avro.reader";
  static final String REMOVE_JAVA = "avro.remove.java.properties";
  static final String LOGICAL_TYPES = "avro.use.logical.type.converters";

  private AvroOptions() {}

  /** Those of the converter. */
  static ConfigDef converter() {
    return cache(SerdeOptions.define())
        .define(
            META_DATA,
            Type.BOOLEAN,
            true,
            Importance.LOW,
            "Whether what Avro has no word for (names, versions, defaults, int8, int16) is kept in"
                + " properties of the Avro schema.")
        .define(
            ENHANCED,
            Type.BOOLEAN,
            false,
            Importance.MEDIUM,
            "Whether enums are written as enums again, and members of unions are told by their full"
                + " names.")
        .define(
            SUM_TYPES,
            Type.BOOLEAN,
            false,
            Importance.MEDIUM,
            "Whether enums and unions have in Connect the form that they have from other formats.")
        .define(
            SCRUB,
            Type.BOOLEAN,
            false,
            Importance.MEDIUM,
            "Whether names that Avro does not allow are changed so that it does.")
        .define(
            OPTIONAL_KEYS,
            Type.BOOLEAN,
            false,
            Importance.LOW,
            "Whether a map whose keys are optional texts is a map in Avro, and not an array of"
                + " entries.")
        .define(
            FLATTEN,
            Type.BOOLEAN,
            false,
            Importance.LOW,
            "Whether a union of one type is read as that type.")
        .define(
            NULLS_STAY,
            Type.BOOLEAN,
            true,
            Importance.MEDIUM,
            "Whether a null in an optional field with a default is written as null. Otherwise as"
                + " the default, as Confluent's converter does it unless told.");
  }

  /** Those of the serializer. */
  static ConfigDef serializer() {
    return plain()
        .define(
            REMOVE_JAVA,
            Type.BOOLEAN,
            false,
            Importance.LOW,
            "Whether avro.java.string is left out of schemas that are registered.");
  }

  /** Those of the deserializer. */
  static ConfigDef deserializer() {
    return plain()
        .define(
            SPECIFIC,
            Type.BOOLEAN,
            false,
            Importance.MEDIUM,
            "Whether records are read into the classes that Avro's compiler made of their schema.");
  }

  static Mapping mapping(AbstractConfig config) {
    return new Mapping(
        config.getBoolean(META_DATA),
        config.getBoolean(ENHANCED),
        config.getBoolean(SUM_TYPES),
        config.getBoolean(SCRUB),
        config.getBoolean(OPTIONAL_KEYS),
        config.getBoolean(FLATTEN));
  }

  private static ConfigDef plain() {
    return cache(SerdeOptions.define())
        .define(
            LOGICAL_TYPES,
            Type.BOOLEAN,
            false,
            Importance.LOW,
            "Whether decimals, dates and times are Java's own types in generic records.");
  }

  private static ConfigDef cache(ConfigDef options) {
    return options.define(
        SerdeOptions.CACHE_SIZE,
        Type.INT,
        1000,
        Range.atLeast(1),
        Importance.LOW,
        "How many schemas, and topics, are remembered each way.");
  }
}
