package io.sluice.connector.postgres.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import java.util.List;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Settings of what a task tells of its readings of tables. */
public final class NotificationSettings {

  static final String CHANNELS = "notification.enabled.channels";
  static final String TOPIC = "notification.sink.topic.name";

  /**
   * Who is told.
   *
   * @param channels sink, log, jmx
   * @param topic of channel sink, null without that
   */
  public record Notifying(Set<String> channels, @Nullable String topic) {

    public Notifying {
      channels = Set.copyOf(channels);
    }
  }

  private static final Set<String> KNOWN = Set.of("sink", "log", "jmx");

  private NotificationSettings() {}

  static void define(ConfigDef def) {
    def.define(
        CHANNELS,
        Type.LIST,
        List.of(),
        channels(),
        MEDIUM,
        "Channels by which the task tells of snapshots: sink (a topic), log, jmx.");
    def.define(TOPIC, Type.STRING, null, MEDIUM, "Topic of channel 'sink'.");
  }

  private static ConfigDef.Validator channels() {
    return ConfigDef.LambdaValidator.with(
        (name, value) -> {
          for (Object channel : (List<?>) value) {
            if (!KNOWN.contains(String.valueOf(channel))) {
              throw new ConfigException(name, channel, "expected of sink, log and jmx");
            }
          }
        },
        () -> "of sink, log, jmx");
  }

  static Notifying of(PostgresConfig config) {
    Set<String> channels = Set.copyOf(config.getList(CHANNELS));
    String topic = config.getString(TOPIC);
    if (channels.contains("sink") && (topic == null || topic.isBlank())) {
      throw new ConfigException(TOPIC, topic, "is needed for channel 'sink' of " + CHANNELS);
    }
    return new Notifying(channels, topic);
  }
}
