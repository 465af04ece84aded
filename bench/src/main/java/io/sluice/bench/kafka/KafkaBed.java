package io.sluice.bench.kafka;

import io.sluice.bench.harness.Workbench;
import io.sluice.kafka.broker.BrokerSettings;
import io.sluice.kafka.deploy.ClassNames;
import io.sluice.kafka.deploy.ConnectAddress;
import io.sluice.kafka.deploy.ConnectCluster;
import io.sluice.kafka.deploy.Connector;
import io.sluice.kafka.deploy.Defaults;
import io.sluice.kafka.deploy.Translated;
import io.sluice.kafka.deploy.Translation;
import io.sluice.kafka.run.LocalKafka;
import io.sluice.kafka.worker.WorkerSettings;
import io.sluice.pipeline.file.PipelineReader;
import io.sluice.pipeline.file.ReadResult;
import io.sluice.plugin.Plugins;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;

/**
 * The Kafka that {@code sluice run} starts for a pipeline that names a topic, in this process, on
 * an empty folder, with the plugins of the distribution and Debezium's. Everything about it is as a
 * user gets it: both the worker's settings and what a pipeline file becomes.
 */
public final class KafkaBed implements AutoCloseable {

  private static final String PRODUCER = "producer.";

  private final Plugins plugins;
  private final Map<String, String> settings;
  private final LocalKafka kafka;
  private final ConnectCluster cluster;
  private final Admin admin;
  private final String bootstrapServers;

  /** Starts broker and worker. */
  public KafkaBed(Workbench bench) throws IOException {
    List<Path> path =
        List.of(bench.distribution().resolve("plugins"), bench.folder().resolve("debezium/plugin"));
    BrokerSettings broker = BrokerSettings.in(bench.scratch("kafka")).settled();
    plugins = Plugins.of(path);
    settings =
        WorkerSettings.alone(broker.bootstrapServers(), "127.0.0.1:0", path, Map.of()).connect();
    kafka = LocalKafka.start(broker, servers -> new WorkerSettings(settings));
    bootstrapServers = broker.bootstrapServers();
    cluster =
        new ConnectCluster(
            ConnectAddress.of(kafka.worker().url().toString(), Map.of(), bench.folder()));
    admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
  }

  /** Has the connectors of a pipeline file made, which run from now on. */
  public OnKafka start(Path file) {
    ReadResult read = new PipelineReader().read(file);
    Translated translated =
        Translation.of(
            read.onKafka()
                .orElseThrow(
                    () -> new IllegalStateException("Expected a pipeline on Kafka: " + read)),
            ClassNames.of(plugins),
            new Defaults("bench", Map.of()));
    if (translated.connectors().isEmpty()) {
      throw new IllegalStateException("Expected connectors but found " + translated.problems());
    }
    for (Connector each : translated.connectors()) {
      cluster.configure(each.name(), each.config());
    }
    return new OnKafka(cluster, translated.connectors().stream().map(Connector::name).toList());
  }

  /** A topic, which need not be there yet. */
  public Topic topic(String name) {
    return new Topic(admin, name);
  }

  /** What the worker tells the producers of its source connectors, by Kafka's names. */
  public Map<String, String> producerSettings() {
    return settings.entrySet().stream()
        .filter(each -> each.getKey().startsWith(PRODUCER))
        .collect(
            Collectors.toMap(
                each -> each.getKey().substring(PRODUCER.length()), Map.Entry::getValue));
  }

  /** Where its broker is found. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(1));
    kafka.close();
    plugins.close();
  }
}
