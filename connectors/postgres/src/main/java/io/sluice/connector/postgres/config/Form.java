package io.sluice.connector.postgres.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigDef.Recommender;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.jspecify.annotations.Nullable;

/**
 * Gives settings what a user interface needs to make a form of them, as Connect's REST API hands it
 * out: a group, their order in it, a name to show, a width, the values to choose from.
 */
final class Form {

  /** Words of settings' names that are written in capitals. */
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("ssl", "SSL"),
          Map.entry("sslmode", "SSL mode"),
          Map.entry("sslcert", "SSL certificate"),
          Map.entry("sslkey", "SSL key"),
          Map.entry("sslpassword", "SSL key's password"),
          Map.entry("sslrootcert", "SSL root certificate"),
          Map.entry("sslfactory", "SSL factory"),
          Map.entry("tcpkeepalive", "TCP keep-alive"),
          Map.entry("dbname", "name"),
          Map.entry("lsn", "LSN"),
          Map.entry("http", "HTTP"),
          Map.entry("url", "URL"),
          Map.entry("toast", "TOAST"),
          Map.entry("kafka", "Kafka"),
          Map.entry("groupid", "group"),
          Map.entry("ms", "(ms)"));

  private final ConfigDef definition = new ConfigDef();

  /** Adds settings as a group, in the order in which they are defined. */
  Form group(String name, Consumer<ConfigDef> settings) {
    ConfigDef own = new ConfigDef();
    settings.accept(own);
    int order = definition.groups().contains(name) ? definition.configKeys().size() : 0;
    for (ConfigKey key : own.configKeys().values()) {
      definition.define(shown(key, name, ++order));
    }
    return this;
  }

  ConfigDef definition() {
    return definition;
  }

  private static ConfigKey shown(ConfigKey key, String group, int order) {
    return new ConfigKey(
        key.name,
        key.type,
        key.defaultValue,
        key.validator,
        key.importance,
        key.documentation,
        group,
        order,
        width(key),
        title(key.name),
        List.of(),
        recommender(key),
        false);
  }

  private static @Nullable Recommender recommender(ConfigKey key) {
    if (key.validator instanceof Choice choice) {
      return choice;
    }
    return key.type == Type.BOOLEAN ? Flag.RECOMMENDED : null;
  }

  private static Width width(ConfigKey key) {
    return switch (key.type) {
      case BOOLEAN, SHORT, INT, LONG, DOUBLE -> Width.SHORT;
      case LIST, CLASS -> Width.LONG;
      case STRING, PASSWORD -> key.validator instanceof Choice ? Width.SHORT : Width.MEDIUM;
    };
  }

  /** {@code slot.retry.delay.ms} is shown as "Slot retry delay (ms)". */
  static String title(String name) {
    List<String> words = new ArrayList<>();
    String plain = name.startsWith("sluice.") ? name.substring("sluice.".length()) : name;
    for (String word : plain.split("\\.(?![^(]*\\))", -1)) {
      words.add(WORDS.getOrDefault(word.toLowerCase(Locale.ROOT), word.replace('_', ' ')));
    }
    String title = String.join(" ", words);
    return title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1);
  }

  /** The values of a setting that is true or false. */
  private static final class Flag implements Recommender {
    private static final Flag RECOMMENDED = new Flag();

    @Override
    public List<Object> validValues(String name, Map<String, Object> parsed) {
      return List.of(true, false);
    }

    @Override
    public boolean visible(String name, Map<String, Object> parsed) {
      return true;
    }
  }
}
