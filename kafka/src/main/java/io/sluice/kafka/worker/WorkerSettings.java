package io.sluice.kafka.worker;

import io.sluice.kafka.access.ClientSecurity;
import io.sluice.kafka.broker.LargestRecord;
import io.sluice.pipeline.kafka.RecordFormat;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a worker is started with: Connect's own settings by their own names, with our values where
 * nobody said otherwise.
 *
 * @param connect all settings of the worker; {@code bootstrap.servers} among them
 */
public record WorkerSettings(Map<String, String> connect) {
  /** Where tools look for Connect's REST API. */
  public static final int USUAL_PORT = 8083;

  /** Packed, of one partition; a producer has room for hundreds of them. */
  private static final int BATCH_BYTES = 128 << 10;

  private static final String LISTENERS = "listeners";

  /** What a producer holds by default; no record may be larger than it. */
  private static final int KAFKAS_BUFFER = 32 << 20;

  /** What a consumer fetches at once by default, of one partition and of all. */
  private static final int KAFKAS_FETCH = 1 << 20;

  private static final int KAFKAS_FETCHES = 50 << 20;

  /**
   * How long the tasks of a worker that is gone wait for it. Kafka's own choice is five minutes, in
   * which nobody runs them, also when it was stopped in order; one of ours is back within seconds.
   */
  private static final String WAIT_FOR_A_WORKER_MS = "30000";

  private static final Pattern LOOPBACK =
      Pattern.compile("(?i)(localhost|127(\\.[0-9]{1,3}){3}|\\[::1])(:[0-9]+)?/?");

  /** Takes a copy, in the order of names. */
  public WorkerSettings {
    connect = java.util.Collections.unmodifiableMap(new TreeMap<>(connect));
  }

  /**
   * A worker on a broker of its own in this process: nobody else will join its group, and what one
   * broker keeps has one replica.
   *
   * @param bootstrapServers where the broker is
   * @param listen address and port of the REST API; port 0 for one that is free
   * @param said settings that win over ours
   */
  public static WorkerSettings alone(
      String bootstrapServers, String listen, List<Path> plugins, Map<String, String> said) {
    Map<String, String> all = usual(listen, plugins, said);
    all.put("offset.storage.replication.factor", "1");
    all.put("config.storage.replication.factor", "1");
    all.put("status.storage.replication.factor", "1");
    all.put("offset.storage.partitions", "1");
    all.put("status.storage.partitions", "1");
    // A worker that is gone is only ever this one, before it was killed: nobody else is to be
    // spared
    // the move of its tasks.
    all.put("scheduled.rebalance.max.delay.ms", "0");
    all.put("session.timeout.ms", "6000");
    all.put("heartbeat.interval.ms", "2000");
    all.put("consumer.session.timeout.ms", "10000");
    all.put("offset.flush.interval.ms", "5000");
    all.putAll(said);
    all.put("bootstrap.servers", bootstrapServers);
    addPluginPath(all, plugins);
    return new WorkerSettings(all);
  }

  /**
   * A worker that joins, or begins, a group on a cluster. How one gets in is said once, for the
   * worker: its connectors' clients get it as well.
   *
   * @param listen address and port of the REST API
   * @param said settings that win over ours, {@code bootstrap.servers} among them
   */
  public static WorkerSettings inGroup(
      String listen, List<Path> plugins, Map<String, String> said) {
    Map<String, String> all = usual(listen, plugins, said);
    // As the cluster makes topics by itself: three of them would not do where there is one broker.
    all.put("offset.storage.replication.factor", "-1");
    all.put("config.storage.replication.factor", "-1");
    all.put("status.storage.replication.factor", "-1");
    all.put("scheduled.rebalance.max.delay.ms", WAIT_FOR_A_WORKER_MS);
    all.putAll(said);
    all.putAll(ClientSecurity.forConnectors(said));
    addPluginPath(all, plugins);
    return new WorkerSettings(all);
  }

  /** The group that it joins. */
  public String group() {
    return Objects.requireNonNull(connect.get("group.id"), "group.id");
  }

  /** The names are those of the file that Kafka ships, so that a group begun with it is found. */
  private static Map<String, String> usual(
      String listen, List<Path> plugins, Map<String, String> said) {
    Map<String, String> all = new HashMap<>();
    all.put(LISTENERS, "http://" + listen);
    all.put("group.id", "connect-cluster");
    all.put("offset.storage.topic", "connect-offsets");
    all.put("config.storage.topic", "connect-configs");
    all.put("status.storage.topic", "connect-status");
    // With schemas, so that types come through; and null stays null where a field has a default.
    String exact = RecordFormat.JSON_WITH_SCHEMAS.className();
    String converter =
        PluginFolders.haveConverter(plugins, exact)
            ? exact
            : RecordFormat.CONNECT_JSON_WITH_SCHEMAS.className();
    all.put("key.converter", converter);
    all.put("value.converter", converter);
    all.put("key.converter.replace.null.with.default", "false");
    all.put("value.converter.replace.null.with.default", "false");
    all.put("exactly.once.source.support", "enabled");
    // Else sinks would read what a source that was killed has written in vain.
    all.put("consumer.isolation.level", "read_committed");
    // How large a record may be is for the broker, and the topic, to say.
    int largest = LargestRecord.bytes();
    all.put("producer.max.request.size", Integer.toString(largest));
    all.put("producer.buffer.memory", Integer.toString(Math.max(KAFKAS_BUFFER, largest)));
    // A record of JSON has its schema with it, some 5 KB that are the same each time. Kafka's own
    // choice, 16 KB unpacked, would be a request for every third record, and all of it on disk.
    all.put("producer.compression.type", "lz4");
    all.put("producer.batch.size", Integer.toString(BATCH_BYTES));
    // Packed, where a poll is unpacked: LZ4 makes up to 255 times less of a record.
    long heap = Runtime.getRuntime().maxMemory();
    all.put("consumer.max.partition.fetch.bytes", atMost(KAFKAS_FETCH, heap / 2048));
    all.put("consumer.fetch.max.bytes", atMost(KAFKAS_FETCHES, heap / 32));
    all.put("plugin.discovery", PluginFolders.allDeclare(plugins) ? "service_load" : "hybrid_warn");
    String listeners = said.getOrDefault(LISTENERS, listen);
    String admin = said.getOrDefault("admin.listeners", "");
    if (isPrivate(listeners) && (admin.isBlank() || isPrivate(admin))) {
      all.put("config.providers", "env,file,dir");
      all.put(
          "config.providers.env.class",
          "org.apache.kafka.common.config.provider.EnvVarConfigProvider");
      all.put(
          "config.providers.file.class",
          "org.apache.kafka.common.config.provider.FileConfigProvider");
      all.put(
          "config.providers.dir.class",
          "org.apache.kafka.common.config.provider.DirectoryConfigProvider");
    }
    return all;
  }

  private static String atMost(long most, long bytes) {
    return Long.toString(Math.min(most, bytes));
  }

  /**
   * Whether every listener is reached from this machine alone. A name other than localhost is not
   * looked up: it may mean another address tomorrow.
   */
  static boolean isPrivate(String listeners) {
    return Stream.of(listeners.split(",", -1))
        .map(listener -> listener.strip().replaceFirst("^[A-Za-z]+://", ""))
        .allMatch(address -> LOOPBACK.matcher(address).matches());
  }

  /** Whoever said some keeps them in front of ours; Connect takes no empty list. */
  private static void addPluginPath(Map<String, String> all, List<Path> plugins) {
    String path =
        Stream.concat(
                Stream.of(all.getOrDefault("plugin.path", "")),
                plugins.stream().map(folder -> folder.toAbsolutePath().toString()))
            .filter(element -> !element.isBlank())
            .collect(Collectors.joining(","));
    if (!path.isEmpty()) {
      all.put("plugin.path", path);
    }
  }
}
