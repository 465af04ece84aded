package io.sluice.serdes.protobuf;

import io.sluice.serdes.config.SerdeOptions;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The settings of Protobuf, by the names that Confluent's documentation gives them. */
final class ProtobufOptions {
  static final String FULL_NAMES = "enhanced.protobuf.schema.support";
  static final String OPTIONALS = "optional.for.nullables";
  static final String PROTO2_OPTIONALS = "optional.for.proto2";
  static final String WRAPPERS = "wrapper.for.nullables";
  static final String RAW_WRAPPERS = "wrapper.for.raw.primitives";
  static final String NUMBER_ENUMS = "int.for.enums";
  static final String STRUCTS_FOR_NULLS = "generate.struct.for.nulls";
  static final String NUMBERED_UNIONS = "generate.index.for.unions";
  static final String FLAT_UNIONS = "flatten.unions";
  static final String SUM_TYPES = "generalized.sum.type.support";
  static final String SCRUBBING = "scrub.invalid.names";
  static final String METADATA = "connect.meta.data";
  static final String DEFAULTS = "replace.null.with.default";
  static final String SKIP_KNOWN = "skip.known.types";
  static final String REFERENCE_STRATEGY = "reference.subject.name.strategy";
  static final String KEY_TYPE = "specific.protobuf.key.type";
  static final String VALUE_TYPE = "specific.protobuf.value.type";
  static final String DERIVE = "derive.type";

  private ProtobufOptions() {}

  /** Those of the converter. */
  static ConfigDef converter() {
    ConfigDef options = SerdeOptions.define();
    flag(options, FULL_NAMES, false, "Whether a struct's name is its message's full name.");
    flag(
        options,
        OPTIONALS,
        true,
        "Whether a field that may be null is optional in the file, and one that is not so there may"
            + " not be null. Otherwise null is written as nothing, which is read as zero.");
    flag(
        options,
        PROTO2_OPTIONALS,
        true,
        "Whether what is optional in a file of proto2 may be null.");
    flag(
        options,
        WRAPPERS,
        false,
        "Whether a scalar that may be null is a message such as google.protobuf.Int32Value.");
    flag(
        options,
        RAW_WRAPPERS,
        true,
        "Whether a record that is a scalar is such a message, and such a message a scalar.");
    flag(options, NUMBER_ENUMS, false, "Whether enums are numbers in Connect, and not texts.");
    flag(
        options,
        STRUCTS_FOR_NULLS,
        false,
        "Whether a message that is not there is read as one without values.");
    flag(
        options,
        NUMBERED_UNIONS,
        true,
        "Whether the field that stands for a oneof has its number behind its name.");
    flag(options, FLAT_UNIONS, false, "Whether a oneof's fields are fields of the struct.");
    flag(
        options,
        SUM_TYPES,
        false,
        "Whether oneofs and enums are marked in Connect's schemas as every format marks them.");
    flag(
        options,
        SCRUBBING,
        true,
        "Whether a name that Protobuf does not allow is made one. The name itself is kept in the"
            + " file's options.");
    flag(
        options,
        METADATA,
        true,
        "Whether names, versions, documentation, parameters and defaults are kept in the file's"
            + " options.");
    flag(options, DEFAULTS, false, "Whether a null is written as the default of its field.");
    return options.define(
        SerdeOptions.CACHE_SIZE,
        Type.INT,
        1000,
        Range.atLeast(1),
        Importance.LOW,
        "How many schemas are remembered each way.");
  }

  /** Those of the serializer. */
  static ConfigDef serializer() {
    ConfigDef options = SerdeOptions.define();
    flag(
        options,
        SKIP_KNOWN,
        true,
        "Whether imports that every registry knows (google/protobuf, google/type, confluent) are"
            + " not registered.");
    return options.define(
        REFERENCE_STRATEGY,
        Type.STRING,
        "DefaultReferenceSubjectNameStrategy",
        ConfigDef.ValidString.in(
            "DefaultReferenceSubjectNameStrategy",
            "QualifiedReferenceSubjectNameStrategy",
            CONFLUENT + "DefaultReferenceSubjectNameStrategy",
            CONFLUENT + "QualifiedReferenceSubjectNameStrategy"),
        Importance.LOW,
        "Names the subject of an import: by its path (Default...), or with dots and without .proto"
            + " (Qualified...).");
  }

  private static final String CONFLUENT = "io.confluent.kafka.serializers.subject.";

  /** Those of the deserializer. */
  static ConfigDef deserializer() {
    ConfigDef options =
        SerdeOptions.define()
            .define(
                KEY_TYPE,
                Type.CLASS,
                Object.class,
                Importance.MEDIUM,
                "The class of keys, generated by protoc. " + ANY)
            .define(
                VALUE_TYPE,
                Type.CLASS,
                Object.class,
                Importance.MEDIUM,
                "The class of values, generated by protoc. " + ANY);
    flag(
        options,
        DERIVE,
        false,
        "Whether the class follows from the schema: its java_package, java_outer_classname,"
            + " java_multiple_files.");
    return options;
  }

  private static final String ANY = "Object means DynamicMessage.";

  private static void flag(ConfigDef options, String name, boolean preset, String what) {
    options.define(name, Type.BOOLEAN, preset, Importance.LOW, what);
  }

  /** How Connect's data lies in Protobuf. */
  static ProtobufDataOptions data(AbstractConfig config) {
    return new ProtobufDataOptions(
        config.getBoolean(FULL_NAMES),
        config.getBoolean(OPTIONALS),
        config.getBoolean(PROTO2_OPTIONALS),
        config.getBoolean(WRAPPERS),
        config.getBoolean(RAW_WRAPPERS),
        config.getBoolean(NUMBER_ENUMS),
        config.getBoolean(STRUCTS_FOR_NULLS),
        config.getBoolean(NUMBERED_UNIONS),
        config.getBoolean(FLAT_UNIONS),
        config.getBoolean(SUM_TYPES),
        config.getBoolean(SCRUBBING),
        config.getBoolean(METADATA),
        config.getBoolean(DEFAULTS));
  }
}
