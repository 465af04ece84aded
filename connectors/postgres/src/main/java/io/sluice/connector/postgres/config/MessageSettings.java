package io.sluice.connector.postgres.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import java.util.function.Predicate;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Type;

/** Which logical decoding messages are captured. */
public final class MessageSettings {

  static final String INCLUDE = "message.prefix.include.list";
  static final String EXCLUDE = "message.prefix.exclude.list";

  /** Written by this connector to move the log on. */
  public static final String OWN_PREFIX = "sluice";

  private MessageSettings() {}

  static void define(ConfigDef def) {
    list(def, INCLUDE, "Logical decoding messages to capture, by prefix");
    list(def, EXCLUDE, "Logical decoding messages not to capture, by prefix");
  }

  /** Tells by a message's prefix whether it is captured. */
  public static Predicate<String> captured(PostgresConfig config) {
    Predicate<String> wanted =
        Selection.matching(config.getString(INCLUDE), config.getString(EXCLUDE));
    return prefix -> !prefix.equals(OWN_PREFIX) && wanted.test(prefix);
  }

  private static void list(ConfigDef def, String name, String what) {
    def.define(
        name,
        Type.STRING,
        null,
        Settings.expressions(),
        MEDIUM,
        what + ": regular expressions separated by commas, each to match the whole prefix.");
  }
}
