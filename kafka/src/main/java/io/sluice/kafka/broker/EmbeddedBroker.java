package io.sluice.kafka.broker;

import io.sluice.kafka.fault.KafkaExits;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server$;
import kafka.server.SharedServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * A real Kafka in this process: one node, broker and controller (KRaft), on the loopback address,
 * to which any client on this machine can connect. Its data outlives it, a {@code kill -9}
 * included: what it acknowledged is there at the next start, under the same cluster id. A fault of
 * it never ends the process. Safe for use by several threads.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

  private final FolderLock lock;
  private final FaultWatch faults;
  private final ControllerServer controller;
  private final BrokerServer broker;
  private final int port;
  private boolean closed;

  private EmbeddedBroker(
      FolderLock lock,
      FaultWatch faults,
      ControllerServer controller,
      BrokerServer broker,
      int port) {
    this.lock = lock;
    this.faults = faults;
    this.controller = controller;
    this.broker = broker;
    this.port = port;
  }

  /**
   * Starts it, and returns when clients can connect. An empty folder is formatted first; data of an
   * older Kafka is brought to this version.
   *
   * @param exits of this process
   * @param onFault told once, on a thread of Kafka's, when the broker cannot go on; it is still to
   *     be closed
   * @throws BrokerException when the folder or the port is in use, or the data cannot be read
   */
  public static EmbeddedBroker start(
      BrokerSettings settings, KafkaExits exits, Consumer<BrokerFault> onFault) {
    return start(settings, exits, onFault, () -> {});
  }

  /**
   * The same.
   *
   * @param whenOurs run as soon as the folder is this process's, before its data is touched
   */
  public static EmbeddedBroker start(
      BrokerSettings settings, KafkaExits exits, Consumer<BrokerFault> onFault, Runnable whenOurs) {
    FolderLock lock = FolderLock.take(settings.folder());
    FaultWatch faults = new FaultWatch(exits, onFault);
    try {
      whenOurs.run();
      int port = FreePort.exactly(settings.port());
      Map<String, String> kafka = BrokerConfig.of(settings, port, FreePort.exactly(0));
      format(BrokerConfig.data(settings), MetadataVersion.LATEST_PRODUCTION);
      EmbeddedBroker started = assemble(lock, faults, new KafkaConfig(kafka, false), port);
      started.startUp();
      return started;
    } catch (RuntimeException | Error e) {
      faults.close();
      lock.close();
      throw e;
    }
  }

  /**
   * Looks whether a broker has this folder; one may begin right afterwards.
   *
   * @throws FolderInUseException when one has it, with the number of its process
   */
  public static void requireUnused(Path folder) {
    if (Files.isDirectory(folder)) {
      FolderLock.take(folder).close();
    }
  }

  private static EmbeddedBroker assemble(
      FolderLock lock, FaultWatch faults, KafkaConfig config, int port) {
    Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> disk =
        KafkaRaftServer.initializeLogDirs(config, LOG, "");
    String cluster = disk._1().clusterId().orElseThrow();
    SharedServer shared =
        new SharedServer(
            config,
            disk._1(),
            Time.SYSTEM,
            Server$.MODULE$.initializeMetrics(config, Time.SYSTEM, cluster),
            CompletableFuture.completedFuture(
                QuorumConfig.parseVoterConnections(config.quorumConfig().voters())),
            List.of(),
            faults,
            ServerSocketFactory.INSTANCE);
    BrokerServer broker = new BrokerServer(shared);
    ControllerServer controller =
        new ControllerServer(shared, KafkaRaftServer.configSchema(), disk._2());
    return new EmbeddedBroker(lock, faults, controller, broker, port);
  }

  private void startUp() {
    try {
      controller.startup();
      broker.startup();
    } catch (Throwable e) { // Scala throws what it likes
      stopServers();
      BrokerFault fault = faults.fault();
      throw new BrokerException(
          "Kafka's broker does not start: "
              + (fault == null ? String.valueOf(e.getMessage()) : fault.reason())
              + ". Its log says more.",
          e);
    }
    Map<String, Short> behind =
        Features.behind(broker.metadataCache().features().finalizedFeatures());
    if (!behind.isEmpty()) {
      try {
        Features.raise(bootstrapServers(), behind);
      } catch (RuntimeException e) {
        stopServers();
        throw e;
      }
    }
    LOG.info("Kafka's broker listens on {}, cluster {}", bootstrapServers(), clusterId());
  }

  /** Writes what Kafka wants to find in an empty folder: once, with a cluster id that stays. */
  static void format(Path data, MetadataVersion version) {
    if (DataMark.isThere(data)) {
      return;
    }
    try {
      Files.createDirectories(data);
      new Formatter()
          .setPrintStream(
              new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
          .setNodeId(BrokerConfig.NODE)
          .setClusterId(Uuid.randomUuid().toString())
          .setDirectories(List.of(data.toString()))
          .setMetadataLogDirectory(data.toString())
          .setControllerListenerName(BrokerConfig.CONTROLLER)
          .setReleaseVersion(version)
          .setIgnoreFormatted(true)
          .run();
    } catch (IOException e) {
      throw new BrokerException(
          "The folder " + data + " cannot be made: check permissions and free space", e);
    } catch (Exception e) {
      throw new BrokerException("The folder " + data + " cannot be made ready for Kafka", e);
    }
  }

  /** Where clients find it, as {@code host:port}. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** The id that its data has for ever. */
  public String clusterId() {
    return broker.clusterId();
  }

  /** Why it cannot go on; empty while it can. */
  public Optional<BrokerFault> fault() {
    return Optional.ofNullable(faults.fault());
  }

  /** The finalized level of a feature such as {@code metadata.version}; null when it is off. */
  @Nullable Short featureLevel(String name) {
    return broker.metadataCache().features().finalizedFeatures().get(name);
  }

  /** Stops it in order; what it was given is on disk. Does nothing the second time. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    stopServers();
    faults.close();
    lock.close();
  }

  private void stopServers() {
    try {
      broker.shutdown();
    } catch (Throwable e) { // Scala throws what it likes
      LOG.warn("Kafka's broker did not stop in order", e);
    }
    try {
      controller.shutdown();
    } catch (Throwable e) {
      LOG.warn("Kafka's controller did not stop in order", e);
    }
  }
}
