package io.sluice.kafka.worker;

import io.sluice.kafka.broker.BrokerSettings;
import io.sluice.kafka.broker.EmbeddedBroker;
import io.sluice.kafka.fault.KafkaExits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A broker and a worker on it, started once for all tests of a JVM. */
public final class SharedKafka {
  private static final class Once {
    static final SharedKafka STARTED = new SharedKafka();
  }

  private final EmbeddedBroker broker;
  private final ConnectWorker worker;

  private SharedKafka() {
    KafkaExits exits = new KafkaExits();
    Path folder = newFolder();
    broker = EmbeddedBroker.start(BrokerSettings.in(folder), exits, fault -> {});
    worker =
        ConnectWorker.start(
            WorkerSettings.alone(
                broker.bootstrapServers(),
                "127.0.0.1:0",
                List.of(),
                Map.of("offset.flush.interval.ms", "500")),
            CompletableFuture.completedFuture(null));
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  remove(folder);
                  // In a shutdown Connect's REST server may wait for its threads for ever.
                  Runtime.getRuntime().halt(0);
                }));
  }

  public static SharedKafka get() {
    return Once.STARTED;
  }

  public EmbeddedBroker broker() {
    return broker;
  }

  public ConnectWorker worker() {
    return worker;
  }

  Rest rest() {
    return new Rest(worker.url());
  }

  private static Path newFolder() {
    try {
      return Files.createTempDirectory(Files.createDirectories(Path.of("target")), "kafka");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
