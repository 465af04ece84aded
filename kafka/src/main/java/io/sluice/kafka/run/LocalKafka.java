package io.sluice.kafka.run;

import io.sluice.kafka.access.KafkaAccessException;
import io.sluice.kafka.access.KafkaDoor;
import io.sluice.kafka.access.WorkerRights;
import io.sluice.kafka.broker.BrokerException;
import io.sluice.kafka.broker.BrokerFault;
import io.sluice.kafka.broker.BrokerSettings;
import io.sluice.kafka.broker.EmbeddedBroker;
import io.sluice.kafka.fault.KafkaExits;
import io.sluice.kafka.worker.ConnectWorker;
import io.sluice.kafka.worker.WorkerException;
import io.sluice.kafka.worker.WorkerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Connect worker in this process, with a broker of its own or on a cluster that is there. Safe
 * for use by several threads.
 */
public final class LocalKafka implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalKafka.class);

  /** Ports that are tried where any will do: another process may take what was free before. */
  private static final int MOST_PORTS = 5;

  private final KafkaExits exits;
  private final @Nullable EmbeddedBroker broker;
  private final ConnectWorker worker;
  private final @Nullable Path folder;
  private final Map<String, String> settings;

  private LocalKafka(
      KafkaExits exits,
      @Nullable EmbeddedBroker broker,
      ConnectWorker worker,
      @Nullable Path folder,
      Map<String, String> settings) {
    this.exits = exits;
    this.settings = settings;
    this.broker = broker;
    this.worker = worker;
    this.folder = folder;
  }

  /**
   * Starts both side by side, which takes as long as the slower one, and returns when connectors
   * can be deployed. Connectors of {@link PipelineOnKafka#PROJECT} were left running by a process
   * that was killed: they are stopped before others can find this Kafka, since from then on one
   * that runs is somebody's.
   *
   * <p>The worker is told the broker's port before that is bound. Where somebody takes it meanwhile
   * and another will do, both are started anew.
   *
   * @param settings of the worker, given where the broker will be
   * @throws BrokerException or {@link WorkerException} when one of them cannot start; the other is
   *     stopped
   */
  public static LocalKafka start(BrokerSettings wanted, Function<String, WorkerSettings> settings) {
    AtomicBoolean killed = new AtomicBoolean();
    BrokerSettings next = wanted;
    for (int port = 1; ; port++) {
      BrokerSettings settled = next.settled();
      try {
        return start(settled, settings, killed);
      } catch (BrokerException e) {
        if (!wanted.orAnother() || port == MOST_PORTS || !isPortTaken(e)) {
          throw e;
        }
        LOG.info("Port {} was taken meanwhile: another one", settled.port());
        next = BrokerSettings.in(wanted.folder());
      }
    }
  }

  private static boolean isPortTaken(BrokerException failure) {
    return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
        .anyMatch(BindException.class::isInstance);
  }

  private static LocalKafka start(
      BrokerSettings settled, Function<String, WorkerSettings> settings, AtomicBoolean killed) {
    WorkerSettings ours = settings.apply(settled.bootstrapServers());
    KafkaExits exits = new KafkaExits();
    CompletableFuture<EmbeddedBroker> started = new CompletableFuture<>();
    Thread starter =
        new Thread(
            () -> {
              try {
                started.complete(broker(settled, exits, ours, killed));
              } catch (Throwable e) { // the thread that waits throws it
                started.completeExceptionally(e);
              }
            },
            "kafka-broker-start");
    starter.start();
    ConnectWorker worker = null;
    try {
      worker = ConnectWorker.start(ours, started);
      worker.stop(PipelineOnKafka::isOfARun);
      new KafkaAddress(settled.bootstrapServers(), worker.url()).write(settled.folder());
      return new LocalKafka(exits, started.join(), worker, settled.folder(), Map.of());
    } catch (RuntimeException | Error e) {
      if (worker != null) {
        worker.close();
      }
      closeBroker(started);
      exits.close();
      throw e;
    }
  }

  private static EmbeddedBroker broker(
      BrokerSettings settled, KafkaExits exits, WorkerSettings worker, AtomicBoolean killed) {
    EmbeddedBroker broker =
        EmbeddedBroker.start(
            settled,
            exits,
            fault -> {},
            () -> {
              // The address that a killed process has left would lead others astray.
              if (KafkaAddress.find(settled.folder()).isPresent()) {
                killed.set(true);
              }
              KafkaAddress.remove(settled.folder());
            });
    if (killed.get()) {
      LeftTransactions.end(broker.bootstrapServers(), worker.group());
    }
    return broker;
  }

  private static void closeBroker(CompletableFuture<EmbeddedBroker> started) {
    try {
      started.join().close();
    } catch (CompletionException e) {
      // It is what the worker's start has failed with as well.
      return;
    }
  }

  /**
   * A worker on a cluster.
   *
   * @throws KafkaAccessException when the cluster cannot be reached with these settings, or does
   *     not allow the worker what it needs
   * @throws WorkerException when the worker cannot start
   */
  public static LocalKafka join(WorkerSettings settings) {
    return join(settings, null);
  }

  /**
   * A worker on a cluster, in a group that runs nothing but connectors of {@link
   * PipelineOnKafka#PROJECT}, whose runs nobody but this process looks after from now on. What an
   * earlier one has left running is stopped before others can find the worker in the folder.
   *
   * @param folder where it is told where the worker is; made if it is not there
   * @throws KafkaAccessException when the cluster cannot be reached with these settings, or does
   *     not allow the worker what it needs
   * @throws WorkerException when the worker cannot start, or cannot stop what was left running
   */
  public static LocalKafka joinFor(WorkerSettings settings, Path folder) {
    LocalKafka joined = join(settings, folder);
    try {
      joined.worker.stop(PipelineOnKafka::isOfARun);
      Files.createDirectories(folder);
      new KafkaAddress(
              settings.connect().getOrDefault("bootstrap.servers", ""), joined.worker.url())
          .write(folder);
      return joined;
    } catch (IOException e) {
      joined.close();
      throw new UncheckedIOException("Cannot write into " + folder, e);
    } catch (RuntimeException | Error e) {
      joined.close();
      throw e;
    }
  }

  private static LocalKafka join(WorkerSettings settings, @Nullable Path folder) {
    try (Admin admin = new KafkaDoor(settings.connect()).open()) {
      WorkerRights.check(admin, settings.connect());
    }
    KafkaExits exits = new KafkaExits();
    try {
      return new LocalKafka(
          exits,
          null,
          ConnectWorker.start(settings, CompletableFuture.completedFuture(null)),
          folder,
          settings.connect());
    } catch (RuntimeException | Error e) {
      exits.close();
      throw e;
    }
  }

  /** The broker of its own, if it has one. */
  public Optional<EmbeddedBroker> broker() {
    return Optional.ofNullable(broker);
  }

  /** The worker. */
  public ConnectWorker worker() {
    return worker;
  }

  /** Why it cannot go on, in a sentence; empty while it can. */
  public Optional<String> failure() {
    Optional<BrokerFault> fault = broker().flatMap(EmbeddedBroker::fault);
    if (fault.isPresent()) {
      return Optional.of("Kafka's broker has failed: " + fault.get().reason());
    }
    return worker.failure().map(e -> "Kafka Connect's worker has failed: " + reason(e));
  }

  /** Connect ends without a word where it is not let in any more; the door tells why. */
  private String reason(Throwable failure) {
    if (broker == null) {
      try {
        new KafkaDoor(settings).look();
      } catch (KafkaAccessException e) {
        return e.sentence();
      }
    }
    return failure.getMessage() + ". Its log says more.";
  }

  /** Stops connectors, the worker, then the broker, each in order. */
  @Override
  public void close() {
    if (folder != null) {
      KafkaAddress.remove(folder);
    }
    worker.close();
    if (broker != null) {
      broker.close();
    }
    exits.close();
  }
}
