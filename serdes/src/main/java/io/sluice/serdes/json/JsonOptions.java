package io.sluice.serdes.json;

import io.sluice.serdes.config.SerdeOptions;
import java.util.Locale;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.CaseInsensitiveValidString;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidString;

/** The settings of JSON Schema, by the names that Confluent's documentation gives them. */
final class JsonOptions {
  static final String DECIMALS = "decimal.format";
  static final String ADDITIONAL = "object.additional.properties";
  static final String NON_REQUIRED = "use.optional.for.nonrequired";
  static final String SUM_TYPES = "generalized.sum.type.support";
  static final String DEFAULTS = "replace.null.with.default";
  static final String FAIL_INVALID = "json.fail.invalid.schema";
  static final String FAIL_UNKNOWN = "json.fail.unknown.properties";
  static final String ONE_OF = "json.oneof.for.nullables";
  static final String SPEC = "json.schema.spec.version";
  static final String INDENT = "json.indent.output";
  static final String DATES = "json.write.dates.iso8601";
  static final String KEY_TYPE = "json.key.type";
  static final String VALUE_TYPE = "json.value.type";

  private JsonOptions() {}

  /** Those of the converter. */
  static ConfigDef converter() {
    return validating(SerdeOptions.define())
        .define(
            DECIMALS,
            Type.STRING,
            "BASE64",
            CaseInsensitiveValidString.in("BASE64", "NUMERIC"),
            Importance.LOW,
            "How decimals are written: BASE64 (the bytes that Connect defines) or NUMERIC (JSON"
                + " numbers). Both are read.")
        .define(
            ADDITIONAL,
            Type.BOOLEAN,
            true,
            Importance.LOW,
            "Whether the schemas that are written allow properties that they do not name.")
        .define(
            NON_REQUIRED,
            Type.BOOLEAN,
            false,
            Importance.LOW,
            "Whether optional is what is not among the required properties. Otherwise optional is"
                + " what may be null.")
        .define(
            SUM_TYPES,
            Type.BOOLEAN,
            false,
            Importance.LOW,
            "Whether unions and enumerations are marked in Connect's schemas as every format marks"
                + " them.")
        .define(
            DEFAULTS,
            Type.BOOLEAN,
            false,
            Importance.LOW,
            "Whether a null is written as the default of its field.")
        .define(
            SerdeOptions.CACHE_SIZE,
            Type.INT,
            1000,
            Range.atLeast(1),
            Importance.LOW,
            "How many schemas are remembered each way.");
  }

  /** Those of the serializer. */
  static ConfigDef serializer() {
    return validating(SerdeOptions.define())
        .define(
            ONE_OF,
            Type.BOOLEAN,
            true,
            Importance.LOW,
            "Whether what is not a primitive may be null in schemas that are made of classes.")
        .define(
            SPEC,
            Type.STRING,
            "draft_7",
            ValidString.in("draft_4", "draft_6", "draft_7", "draft_2019_09", "draft_2020_12"),
            Importance.LOW,
            "Which draft schemas are of that are made of classes.")
        .define(
            FAIL_UNKNOWN,
            Type.BOOLEAN,
            true,
            Importance.LOW,
            "Whether such schemas allow no properties that their class does not have.")
        .define(
            INDENT, Type.BOOLEAN, false, Importance.LOW, "Whether records are written indented.")
        .define(
            DATES,
            Type.BOOLEAN,
            false,
            Importance.LOW,
            "Whether dates are texts as in ISO 8601, and not numbers.");
  }

  /** Those of the deserializer. */
  static ConfigDef deserializer() {
    return validating(SerdeOptions.define())
        .define(
            FAIL_UNKNOWN,
            Type.BOOLEAN,
            true,
            Importance.LOW,
            "Whether a property that the class does not have is an error.")
        .define(KEY_TYPE, Type.CLASS, Object.class, Importance.MEDIUM, "The class of keys. " + ANY)
        .define(
            VALUE_TYPE, Type.CLASS, Object.class, Importance.MEDIUM, "The class of values. " + ANY);
  }

  private static final String ANY = "Object means what JSON says: maps, lists, texts, numbers.";

  private static ConfigDef validating(ConfigDef options) {
    return options.define(
        FAIL_INVALID,
        Type.BOOLEAN,
        false,
        Importance.MEDIUM,
        "Whether each record is held against its schema, when it is written and when it is read.");
  }

  /** How Connect's data lies in JSON. */
  static JsonDataOptions data(AbstractConfig config) {
    return new JsonDataOptions(
        config.getString(DECIMALS).toUpperCase(Locale.ROOT).equals("NUMERIC"),
        config.getBoolean(ADDITIONAL),
        config.getBoolean(NON_REQUIRED),
        config.getBoolean(SUM_TYPES),
        config.getBoolean(DEFAULTS));
  }
}
