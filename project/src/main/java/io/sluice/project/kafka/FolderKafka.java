package io.sluice.project.kafka;

import io.sluice.kafka.broker.BrokerDataException;
import io.sluice.kafka.broker.BrokerException;
import io.sluice.kafka.broker.BrokerSettings;
import io.sluice.kafka.broker.FolderInUseException;
import io.sluice.kafka.broker.FreePort;
import io.sluice.kafka.run.ConnectorLook;
import io.sluice.kafka.run.KafkaAddress;
import io.sluice.kafka.run.LocalKafka;
import io.sluice.kafka.run.Supervision;
import io.sluice.kafka.wait.Patience;
import io.sluice.kafka.worker.TaskWaits;
import io.sluice.kafka.worker.WorkerException;
import io.sluice.kafka.worker.WorkerSettings;
import io.sluice.project.ProjectException;
import io.sluice.project.ProjectException.Kind;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Kafka of a state folder: started here, or that of another process which runs on the same
 * folder, such as {@code sluice worker} or another pipeline. Safe for use by several threads.
 */
public final class FolderKafka implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FolderKafka.class);

  private static final String BOOTSTRAP = "bootstrap.servers";
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration GLANCE = Duration.ofMillis(200);

  private final KafkaAddress address;
  private final @Nullable LocalKafka ours;
  private final Supplier<Map<String, String>> client;
  private final ConnectorLook look = new ConnectorLook(System::nanoTime);
  private volatile @Nullable String lost;

  private FolderKafka(
      KafkaAddress address, @Nullable LocalKafka ours, Supplier<Map<String, String>> client) {
    this.address = address;
    this.ours = ours;
    this.client = client;
  }

  private FolderKafka(KafkaAddress address, @Nullable LocalKafka ours) {
    this(address, ours, () -> clientOf(address));
  }

  /** Who is on this machine gets in without more. */
  static Map<String, String> clientOf(KafkaAddress address) {
    return Map.of(BOOTSTRAP, address.bootstrapServers());
  }

  /**
   * A cluster, with a worker in this process.
   *
   * @param client settings of the cluster's clients, secrets in place as they are when it is asked
   */
  static FolderKafka onCluster(LocalKafka joined, Supplier<Map<String, String>> client) {
    return new FolderKafka(
        new KafkaAddress(client.get().getOrDefault(BOOTSTRAP, ""), joined.worker().url()),
        joined,
        client);
  }

  /**
   * Starts it, on the usual ports if they are free, or finds the one that runs.
   *
   * @throws ProjectException when neither can be
   */
  public static FolderKafka in(Path stateFolder, List<Path> plugins) throws InterruptedException {
    Path folder = stateFolder.resolve(KafkaAddress.FOLDER);
    try {
      BrokerSettings broker = BrokerSettings.in(folder).preferring(BrokerSettings.USUAL_PORT);
      LocalKafka started = started(broker, plugins);
      return new FolderKafka(KafkaAddress.find(folder).orElseThrow(), started);
    } catch (FolderInUseException e) {
      KafkaAddress running =
          starting(folder)
              .orElseThrow(
                  () ->
                      new ProjectException(Kind.CONFLICT, String.valueOf(e.getMessage()), null, e));
      return new FolderKafka(running, null);
    } catch (BrokerDataException e) {
      throw new ProjectException(Kind.STATE, String.valueOf(e.getMessage()), e.advice(), e);
    } catch (BrokerException | WorkerException e) {
      LOG.error("Not started", e);
      throw new ProjectException(Kind.FAILED, String.valueOf(e.getMessage()), null, e);
    }
  }

  /** The usual port may be free at first, and taken when all plugins have been looked through. */
  private static LocalKafka started(BrokerSettings broker, List<Path> plugins) {
    int port = FreePort.preferring(WorkerSettings.USUAL_PORT);
    try {
      return started(broker, plugins, port);
    } catch (WorkerException e) {
      if (Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
          .noneMatch(BindException.class::isInstance)) {
        throw e;
      }
      LOG.info("Port {} was taken meanwhile: another one", port);
      return started(broker, plugins, 0);
    }
  }

  private static LocalKafka started(BrokerSettings broker, List<Path> plugins, int port) {
    return LocalKafka.start(
        broker, servers -> WorkerSettings.alone(servers, "127.0.0.1:" + port, plugins, Map.of()));
  }

  /** The process that has the folder may be at its start still. */
  private static Optional<KafkaAddress> starting(Path folder) throws InterruptedException {
    Patience patience = new Patience(START, GLANCE);
    Optional<KafkaAddress> found = KafkaAddress.find(folder);
    while (found.isEmpty() && patience.again()) {
      found = KafkaAddress.find(folder);
    }
    return found;
  }

  /** Where broker and worker are. */
  public KafkaAddress address() {
    return address;
  }

  /**
   * Settings of its clients, {@code bootstrap.servers} among them, secrets in place as they are
   * now: a password may be another one by now than when the worker came.
   */
  public Map<String, String> client() {
    return Map.copyOf(client.get());
  }

  /** Whether it stays when this process ends: its connectors may be another's by then. */
  boolean outlivesThisProcess() {
    return ours == null || ours.broker().isEmpty();
  }

  /** Whether its worker runs in this process. */
  public boolean isOurs() {
    return ours != null;
  }

  /** By which all runs on it look at its connectors. */
  ConnectorLook look() {
    return look;
  }

  /** What tasks are in; unknown where another process has them. */
  public Supervision.Calls calls() {
    return ours == null ? Supervision.Calls.UNKNOWN : ours.worker().calls()::of;
  }

  /** What tasks try again and again; nothing is known where another process has them. */
  public List<TaskWaits.Wait> waits() {
    return ours == null ? List.of() : ours.worker().waits().all();
  }

  /**
   * Has tasks of these connectors stand still while somebody says so, where nobody else could run
   * them: on a Kafka that other processes reach as well it is Connect that has each run once.
   *
   * @return what ends that
   */
  Runnable requirePermit(Collection<String> connectors, BooleanSupplier permit) {
    LocalKafka here = ours;
    if (here == null || outlivesThisProcess()) {
      return () -> {};
    }
    here.worker().gate().require(connectors, permit);
    return () -> here.worker().gate().release(connectors, permit);
  }

  /** Why it cannot go on; empty while it can, as far as anybody in this process knows. */
  public Optional<String> failure() {
    return Optional.ofNullable(lost).or(() -> ours == null ? Optional.empty() : ours.failure());
  }

  /** Nobody answers any more where the Kafka of another process was: that is what is told now. */
  void lost(String why) {
    lost = why;
  }

  @Override
  public void close() {
    lost("it was closed");
    if (ours != null) {
      ours.close();
    }
  }
}
