package io.sluice.cli.kafka;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.kafka.broker.BrokerDataException;
import io.sluice.kafka.broker.BrokerException;
import io.sluice.kafka.broker.BrokerSettings;
import io.sluice.kafka.broker.FolderInUseException;
import io.sluice.kafka.broker.FreePort;
import io.sluice.kafka.run.KafkaAddress;
import io.sluice.kafka.run.LocalKafka;
import io.sluice.kafka.run.Supervision;
import io.sluice.kafka.wait.Patience;
import io.sluice.kafka.worker.WorkerException;
import io.sluice.kafka.worker.WorkerSettings;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Kafka of a state folder: started here, or that of another process which runs on the same
 * folder, such as {@code sluice worker} or another pipeline.
 */
final class MachineKafka implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MachineKafka.class);

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration GLANCE = Duration.ofMillis(200);

  private final KafkaAddress address;
  private final @Nullable LocalKafka ours;

  private MachineKafka(KafkaAddress address, @Nullable LocalKafka ours) {
    this.address = address;
    this.ours = ours;
  }

  /**
   * Starts it, on the usual ports if they are free, or finds the one that runs.
   *
   * @throws CommandFailure when neither can be
   */
  static MachineKafka in(Path stateFolder, List<Path> plugins) throws InterruptedException {
    Path folder = stateFolder.resolve(KafkaAddress.FOLDER);
    try {
      BrokerSettings broker = BrokerSettings.in(folder).preferring(BrokerSettings.USUAL_PORT);
      LocalKafka started = started(broker, plugins);
      return new MachineKafka(KafkaAddress.find(folder).orElseThrow(), started);
    } catch (FolderInUseException e) {
      KafkaAddress running =
          starting(folder)
              .orElseThrow(
                  () ->
                      new CommandFailure(
                          ExitCode.CONFLICT, String.valueOf(e.getMessage()), null, e));
      return new MachineKafka(running, null);
    } catch (BrokerDataException e) {
      throw new CommandFailure(ExitCode.STATE, String.valueOf(e.getMessage()), e.advice(), e);
    } catch (BrokerException | WorkerException e) {
      LOG.error("Not started", e);
      throw new CommandFailure(ExitCode.FAILED, String.valueOf(e.getMessage()), null, e);
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
  KafkaAddress address() {
    return address;
  }

  /** Whether it runs in this process. */
  boolean isOurs() {
    return ours != null;
  }

  /** What tasks are in; unknown where another process has them. */
  Supervision.Calls calls() {
    return ours == null ? Supervision.Calls.UNKNOWN : ours.worker().calls()::of;
  }

  /** Why it cannot go on; empty while it can, and where another process knows. */
  Optional<String> failure() {
    return ours == null ? Optional.empty() : ours.failure();
  }

  @Override
  public void close() {
    if (ours != null) {
      ours.close();
    }
  }
}
