package io.sluice.connector.postgres.config;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigDef.Recommender;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * The values that a setting may have, read as Debezium reads them: whatever their case, and blanks
 * around them aside. A value of Debezium's that is not honoured here is refused with the reason. A
 * setting without a value is none of its business. Immutable.
 */
public final class Choice implements Validator, Recommender {

  private final List<String> values;
  private final Map<String, String> refused;

  private Choice(List<String> values, Map<String, String> refused) {
    this.values = values;
    this.refused = refused;
  }

  /**
   * @param values in lower case, the usual one first
   */
  static Choice of(String... values) {
    return new Choice(List.of(values), Map.of());
  }

  /**
   * The same, with a value of Debezium's that is not honoured.
   *
   * @param reason why, and what to do instead
   */
  Choice refusing(String value, String reason) {
    Map<String, String> more = new LinkedHashMap<>(refused);
    more.put(value, reason);
    return new Choice(values, more);
  }

  /** Why values of Debezium's are refused, by value. */
  public Map<String, String> refused() {
    return new LinkedHashMap<>(refused);
  }

  @Override
  public void ensureValid(String name, @Nullable Object value) {
    if (value == null) {
      return;
    }
    String plain = plain(value);
    String reason = refused.get(plain);
    if (reason != null) {
      throw new ConfigException(name, value, "is not supported: " + reason);
    }
    if (!values.contains(plain)) {
      throw new ConfigException(name, value, "expected one of: " + this);
    }
  }

  /** The settings with every choice in the form in which it is compared. */
  static Map<String, String> plain(Map<String, String> settings, ConfigDef definition) {
    Map<String, String> plain = new HashMap<>(settings);
    for (ConfigKey key : definition.configKeys().values()) {
      if (key.validator instanceof Choice) {
        plain.computeIfPresent(key.name, (name, value) -> plain(value));
      }
    }
    return plain;
  }

  private static String plain(Object value) {
    return value.toString().strip().toLowerCase(Locale.ROOT);
  }

  @Override
  public List<Object> validValues(String name, Map<String, Object> parsed) {
    return List.copyOf(values);
  }

  @Override
  public boolean visible(String name, Map<String, Object> parsed) {
    return true;
  }

  @Override
  public String toString() {
    return String.join(", ", values);
  }
}
