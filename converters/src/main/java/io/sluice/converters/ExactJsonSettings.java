package io.sluice.converters;

import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.CaseInsensitiveValidString;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.connect.storage.ConverterConfig;

/** The settings of {@link ExactJsonConverter}, by the names that Connect's JsonConverter has. */
final class ExactJsonSettings extends ConverterConfig {
  static final String SCHEMAS = "schemas.enable";
  static final String CACHE = "schemas.cache.size";
  static final String DECIMALS = "decimal.format";
  static final String DEFAULTS_FOR_NULL = "replace.null.with.default";

  /** How a decimal is written; both are read. */
  enum DecimalForm {
    BASE64,
    NUMERIC
  }

  static final ConfigDef DEFINITION =
      newConfigDef()
          .define(
              SCHEMAS,
              Type.BOOLEAN,
              true,
              Importance.HIGH,
              "Whether each record lies in the topic with its schema. Without it types are lost.")
          .define(
              CACHE,
              Type.INT,
              1000,
              Range.atLeast(1),
              Importance.HIGH,
              "How many schemas are remembered each way, so that they are not read again.")
          .define(
              DECIMALS,
              Type.STRING,
              DecimalForm.BASE64.name(),
              CaseInsensitiveValidString.in("BASE64", "NUMERIC"),
              Importance.LOW,
              "How decimals are written: 'BASE64' (the bytes that Connect defines) or 'NUMERIC' (a"
                  + " JSON number). Both are read.")
          .define(
              DEFAULTS_FOR_NULL,
              Type.BOOLEAN,
              false,
              Importance.MEDIUM,
              "Whether a null becomes the default of its field, as Connect's own JsonConverter"
                  + " does it unless told otherwise. A null where none is allowed always does.");

  ExactJsonSettings(Map<String, ?> given) {
    super(DEFINITION, given);
  }

  boolean withSchemas() {
    return getBoolean(SCHEMAS);
  }

  int cacheSize() {
    return getInt(CACHE);
  }

  DecimalForm decimals() {
    return DecimalForm.valueOf(getString(DECIMALS).toUpperCase(Locale.ROOT));
  }

  boolean defaultsForNull() {
    return getBoolean(DEFAULTS_FOR_NULL);
  }
}
