package io.sluice.connector.table.config;

import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * One of several words, whatever their case; none where the setting may be left out.
 *
 * @param words in lower case, as they are said to people
 * @param optional whether nothing may stand there
 */
record Choice(List<String> words, boolean optional) implements ConfigDef.Validator {
  Choice {
    words = List.copyOf(words);
  }

  /** One of these. */
  static Choice of(String... words) {
    return new Choice(List.of(words), false);
  }

  /** One of these, or nothing. */
  static Choice maybe(String... words) {
    return new Choice(List.of(words), true);
  }

  @Override
  public void ensureValid(String setting, @Nullable Object value) {
    String said = value == null ? "" : value.toString().toLowerCase(Locale.ROOT);
    if (!(optional && said.isEmpty()) && !words.contains(said)) {
      throw new ConfigException(setting, value, "expected one of: " + this);
    }
  }

  @Override
  public String toString() {
    return String.join(", ", words);
  }
}
