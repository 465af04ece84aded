package io.sluice.connector.postgres.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Settings of the channels by which a running task is told what to do. */
public final class SignalSettings {

  static final String TABLE = "signal.data.collection";
  static final String CHANNELS = "signal.enabled.channels";
  static final String INTERVAL = "signal.poll.interval.ms";
  static final String FILE = "signal.file";
  static final String KAFKA_TOPIC = "signal.kafka.topic";
  static final String KAFKA_SERVERS = "signal.kafka.bootstrap.servers";
  static final String KAFKA_TIMEOUT = "signal.kafka.poll.timeout.ms";
  static final String KAFKA_GROUP = "signal.kafka.groupId";
  static final String CONSUMER = "signal.consumer.";

  /** The name of the table whose new rows are signals, without quotes. */
  public record SignalTable(String schema, String table) {}

  /**
   * How signals come in.
   *
   * @param enabled source, file, kafka, jmx
   * @param table whose new rows are signals; null for none, or when that channel is not enabled
   * @param interval between two looks into a file or a topic
   */
  public record Channels(
      Set<String> enabled, @Nullable SignalTable table, Duration interval, Path file, Kafka kafka) {

    public Channels {
      enabled = Set.copyOf(enabled);
    }
  }

  /**
   * Where signals are in Kafka.
   *
   * @param properties of the consumer
   */
  public record Kafka(String topic, Duration timeout, Map<String, Object> properties) {

    public Kafka {
      properties = Map.copyOf(properties);
    }

    /** The consumer's properties, to be changed at will. */
    public Map<String, Object> consumer() {
      return new HashMap<>(properties);
    }
  }

  private SignalSettings() {}

  static void define(ConfigDef def) {
    def.define(
        TABLE,
        Type.STRING,
        null,
        MEDIUM,
        "Table whose new rows are signals, as schema.table, with the columns id, type and data. Its"
            + " rows are published and, unless the table is captured, make no events.");
    def.define(
        CHANNELS,
        Type.LIST,
        List.of("source"),
        ConfigDef.ValidList.in("source", "file", "kafka", "jmx", "in-process"),
        MEDIUM,
        "Channels by which signals come: source (the signal table), file, kafka, jmx.");
    def.define(
        INTERVAL,
        Type.LONG,
        5000L,
        ConfigDef.Range.atLeast(1),
        MEDIUM,
        "Milliseconds between two looks into the signal file or topic.");
    def.define(
        FILE,
        Type.STRING,
        "file-signals.txt",
        MEDIUM,
        "File of channel 'file': one signal a line, as JSON with id, type and data; emptied when"
            + " read.");
    def.define(
        KAFKA_TOPIC,
        Type.STRING,
        null,
        MEDIUM,
        "Topic of channel 'kafka', of one partition; its records' key is the topic prefix. Default:"
            + " the topic prefix and -signal.");
    def.define(KAFKA_SERVERS, Type.STRING, null, MEDIUM, "Brokers of channel 'kafka'.");
    def.define(
        KAFKA_TIMEOUT,
        Type.INT,
        0,
        ConfigDef.Range.atLeast(0),
        LOW,
        "Milliseconds that a look into the signal topic waits.");
    def.define(KAFKA_GROUP, Type.STRING, "kafka-signal", LOW, "Consumer group of channel 'kafka'.");
    for (String accepted :
        List.of("signal.emit.failure.max.retries", "signal.emit.failure.backoff.ms")) {
      def.define(
          accepted,
          Type.STRING,
          null,
          LOW,
          "Accepted for Debezium's sake: no watermarks are emitted that could fail.");
    }
  }

  static Channels of(PostgresConfig config) {
    Set<String> enabled = Set.copyOf(config.getList(CHANNELS));
    Map<String, Object> consumer = new HashMap<>(config.originalsWithPrefix(CONSUMER));
    String servers = config.getString(KAFKA_SERVERS);
    if (servers != null) {
      consumer.putIfAbsent("bootstrap.servers", servers);
    }
    consumer.putIfAbsent("group.id", config.getString(KAFKA_GROUP));
    if (enabled.contains("kafka") && !consumer.containsKey("bootstrap.servers")) {
      throw new ConfigException(
          KAFKA_SERVERS, null, "is needed for channel 'kafka' of " + CHANNELS);
    }
    String topic = config.getString(KAFKA_TOPIC);
    return new Channels(
        enabled,
        enabled.contains("source") ? table(config.getString(TABLE)) : null,
        Duration.ofMillis(config.getLong(INTERVAL)),
        Path.of(config.getString(FILE)),
        new Kafka(
            topic == null ? config.prefix() + "-signal" : topic,
            Duration.ofMillis(config.getInt(KAFKA_TIMEOUT)),
            consumer));
  }

  private static @Nullable SignalTable table(@Nullable String name) {
    if (name == null || name.isBlank()) {
      return null;
    }
    String[] parts = name.strip().replace("\"", "").split("\\.");
    if (parts.length < 2) {
      throw new ConfigException(TABLE, name, "expected schema.table");
    }
    return new SignalTable(parts[parts.length - 2], parts[parts.length - 1]);
  }
}
