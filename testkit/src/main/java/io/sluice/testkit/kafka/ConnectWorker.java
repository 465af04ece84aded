package io.sluice.testkit.kafka;

import io.sluice.testkit.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A worker of a Kafka Connect cluster as Kafka ships it, in a process of its own, with source
 * connectors exactly once and values as JSON without schemas: can be killed, and comes back under
 * its address. What it is told goes through {@link ConnectApi}. For one thread.
 */
public final class ConnectWorker implements AutoCloseable {

  private static final Duration READY = Duration.ofSeconds(90);

  private final Path folder;
  private final int port;
  private final ServerProcess process;

  private ConnectWorker(Path jars, Path folder, int port) {
    this.folder = folder;
    this.port = port;
    this.process = new ServerProcess(jars, folder, "worker");
  }

  /**
   * A new worker, which takes some five seconds.
   *
   * @param jars folder of Kafka's jars
   * @param folder an empty one for its settings and output
   * @param plugins folders of folders with plugins
   */
  public static ConnectWorker start(
      Path jars, Path folder, KafkaBroker broker, List<Path> plugins) {
    ConnectWorker worker = new ConnectWorker(jars, folder, FreePort.claim());
    worker.settle(broker, plugins);
    worker.start();
    return worker;
  }

  /** How it is spoken to. */
  public ConnectApi api() {
    return new ConnectApi("http://127.0.0.1:" + port);
  }

  /** Starts it again behind {@link #stop} or {@link #kill}. */
  public void start() {
    process.start(
        List.of(
            "org.apache.kafka.connect.cli.ConnectDistributed",
            settings().toAbsolutePath().toString()));
    process.awaitAnswer(() -> api().answers(), READY);
  }

  /** Ends it, its tasks in good order. */
  public void stop() {
    process.stop();
  }

  /** As {@code kill -9} does. */
  public void kill() {
    process.kill();
  }

  /** The end of what it logged. */
  public String log() {
    return process.log();
  }

  @Override
  public void close() {
    stop();
  }

  private void settle(KafkaBroker broker, List<Path> plugins) {
    String path =
        plugins.stream()
            .map(plugin -> plugin.toAbsolutePath().toString())
            .collect(Collectors.joining(","));
    try {
      Files.writeString(
          settings(),
          String.join(
              "\n",
              "bootstrap.servers=" + broker.bootstrapServers(),
              "group.id=connect-" + port,
              "listeners=http://127.0.0.1:" + port,
              "plugin.path=" + path,
              "plugin.discovery=service_load",
              "exactly.once.source.support=enabled",
              "key.converter=org.apache.kafka.connect.json.JsonConverter",
              "key.converter.schemas.enable=false",
              "value.converter=org.apache.kafka.connect.json.JsonConverter",
              "value.converter.schemas.enable=false",
              "config.storage.topic=connect-configs-" + port,
              "config.storage.replication.factor=1",
              "offset.storage.topic=connect-offsets-" + port,
              "offset.storage.replication.factor=1",
              "offset.storage.partitions=1",
              "status.storage.topic=connect-status-" + port,
              "status.storage.replication.factor=1",
              "status.storage.partitions=1",
              "producer.transaction.timeout.ms=5000",
              "config.providers=file",
              "config.providers.file.class=org.apache.kafka.common.config.provider.FileConfigProvider",
              // A worker that was killed is to be missed soon, and its tasks given back at once.
              "session.timeout.ms=3000",
              "heartbeat.interval.ms=500",
              "consumer.session.timeout.ms=3000",
              "consumer.heartbeat.interval.ms=500",
              "scheduled.rebalance.max.delay.ms=0",
              ""));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + settings(), e);
    }
  }

  private Path settings() {
    return folder.resolve("worker.properties");
  }
}
