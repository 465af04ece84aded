package io.sluice.connector.postgres.config;

import io.sluice.connector.postgres.value.Placeholder;
import io.sluice.connector.postgres.value.ValueModes;
import io.sluice.connector.postgres.value.ValueModes.BinaryMode;
import io.sluice.connector.postgres.value.ValueModes.DecimalMode;
import io.sluice.connector.postgres.value.ValueModes.HstoreMode;
import io.sluice.connector.postgres.value.ValueModes.IntervalMode;
import io.sluice.connector.postgres.value.ValueModes.TimeMode;
import java.util.Locale;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/** How values of each type appear in events. */
final class ValueSettings {

  static final String DECIMAL = "decimal.handling.mode";
  static final String TIME = "time.precision.mode";
  static final String BINARY = "binary.handling.mode";
  static final String INTERVAL = "interval.handling.mode";
  static final String HSTORE = "hstore.handling.mode";
  static final String MONEY_DIGITS = "money.fraction.digits";
  static final String UNKNOWN = "include.unknown.datatypes";
  static final String UNAVAILABLE = "unavailable.value.placeholder";

  /** Ours: set by the task itself where the server cannot send a published type in binary form. */
  static final String AS_TEXT = "sluice.stream.values.as.text";

  private ValueSettings() {}

  static void define(ConfigDef def) {
    mode(
        def,
        DECIMAL,
        "How numeric and money appear: Connect's Decimal, a double, or text.",
        "precise",
        "double",
        "string");
    mode(
        def,
        TIME,
        "How dates and times appear: in the precision of the column (adaptive), the same but time"
            + " always in microseconds, as Connect's millisecond types, as ISO 8601 text, always in"
            + " microseconds, always in nanoseconds, or as structs of their parts.",
        "adaptive",
        "adaptive_time_microseconds",
        "connect",
        "isostring",
        "microseconds",
        "nanoseconds",
        "structured");
    mode(def, BINARY, "How bytea appears.", "bytes", "base64", "base64-url-safe", "hex");
    mode(
        def,
        INTERVAL,
        "How interval appears: microseconds, a month counting 30.4375 days, or ISO 8601 text.",
        "numeric",
        "string");
    mode(def, HSTORE, "How hstore appears: JSON text, or Connect's map.", "json", "map");
    def.define(
        MONEY_DIGITS,
        Type.SHORT,
        (short) 2,
        Range.between(0, 100),
        Importance.LOW,
        "Digits behind the point of money as a Decimal.");
    def.define(
        UNKNOWN,
        Type.BOOLEAN,
        false,
        Importance.MEDIUM,
        "Whether columns of types that Debezium does not know appear, as the bytes of their text,"
            + " or are left out.");
    def.define(
        AS_TEXT,
        Type.BOOLEAN,
        false,
        Importance.LOW,
        "Whether the stream's values are asked for as text although the server has a binary form;"
            + " slower, and needed for nothing but to find out whether both read alike.");
    def.define(
        UNAVAILABLE,
        Type.STRING,
        "__debezium_unavailable_value",
        ConfigDef.LambdaValidator.with(ValueSettings::placeholder, () -> "text, or hex:digits"),
        Importance.MEDIUM,
        "Stands for a large value (TOAST) that an update did not touch and the server therefore did"
            + " not send.");
  }

  static ValueModes of(AbstractConfig config) {
    return new ValueModes(
        DecimalMode.valueOf(upper(config, DECIMAL)),
        TimeMode.valueOf(upper(config, TIME)),
        BinaryMode.valueOf(upper(config, BINARY)),
        IntervalMode.valueOf(upper(config, INTERVAL)),
        HstoreMode.valueOf(upper(config, HSTORE)),
        config.getShort(MONEY_DIGITS),
        config.getBoolean(UNKNOWN),
        new Placeholder(config.getString(UNAVAILABLE)));
  }

  private static void mode(ConfigDef def, String name, String documentation, String... values) {
    def.define(name, Type.STRING, values[0], Choice.of(values), Importance.MEDIUM, documentation);
  }

  private static void placeholder(String name, Object value) {
    try {
      new Placeholder(String.valueOf(value));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(name, value, "has something else than hexadecimal digits");
    }
  }

  private static String upper(AbstractConfig config, String name) {
    return config.getString(name).toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
