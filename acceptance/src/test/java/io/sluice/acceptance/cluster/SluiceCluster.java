package io.sluice.acceptance.cluster;

import io.sluice.acceptance.run.WorkerProcess;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.kafka.ConnectApi;
import io.sluice.testkit.kafka.KafkaCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Three brokers and three workers of one group, {@code sluice worker} each, on this machine. Each
 * worker comes to the brokers by a way of its own, and keeps its address when it comes back.
 * Started when first asked for; ends with the JVM.
 */
final class SluiceCluster {
  static final int SIZE = 3;

  private static final Path BASE = Path.of(System.getProperty("basedir", ""));
  private static final Path JARS = BASE.resolve("../testkit/kafka/target/lib");

  /** Small ones: there are three of them, beside three brokers. */
  private static final String OPTIONS = "-Xmx320m -XX:TieredStopAtLevel=1";

  /** Started once, by the JVM's rule for classes. */
  private static final class Shared {
    static final SluiceCluster CLUSTER = new SluiceCluster();
  }

  private final KafkaCluster brokers;
  private final List<Path> folders = new ArrayList<>();
  private final List<String> addresses = new ArrayList<>();
  private final List<WorkerProcess> workers = new ArrayList<>();

  private SluiceCluster() {
    if (!Files.isDirectory(JARS)) {
      throw new IllegalStateException("Expected Kafka's jars in " + JARS + ". Build with -Plong");
    }
    Path folder = newFolder();
    brokers = KafkaCluster.start(JARS, folder, SIZE, SIZE);
    for (int number = 0; number < SIZE; number++) {
      folders.add(settled(folder.resolve("worker-" + number)));
      addresses.add("127.0.0.1:" + FreePort.claim());
      workers.add(launched(number));
    }
    workers.forEach(WorkerProcess::awaitReady);
  }

  static SluiceCluster shared() {
    return Shared.CLUSTER;
  }

  KafkaCluster brokers() {
    return brokers;
  }

  /** The address by which Connect knows a worker. */
  String address(int worker) {
    return addresses.get(worker);
  }

  /** The number of the worker with that address. */
  int number(String address) {
    int number = addresses.indexOf(address);
    if (number < 0) {
      throw new IllegalArgumentException("None of " + addresses + " is " + address);
    }
    return number;
  }

  /** The REST interface of a worker that lives and is not cut off. */
  ConnectApi api(int butNot) {
    return IntStream.range(0, SIZE)
        .filter(number -> number != butNot && workers.get(number).isAlive())
        .mapToObj(number -> ConnectApi.at("http://" + addresses.get(number)))
        .findFirst()
        .orElseThrow();
  }

  /** As {@code kill -9} does. */
  void kill(int worker) {
    workers.get(worker).kill();
  }

  /** As Ctrl-C does; gives its exit code. */
  int stop(int worker) throws InterruptedException {
    return workers.get(worker).stop();
  }

  /** Starts one again, where it was, and waits until it is ready. */
  void start(int worker) {
    workers.set(worker, launched(worker).awaitReady());
  }

  /** Has all be there and well, whatever became of them. */
  void heal() {
    brokers.heal();
    for (int number = 0; number < SIZE; number++) {
      if (!workers.get(number).isAlive()) {
        start(number);
      }
    }
  }

  private WorkerProcess launched(int number) {
    return WorkerProcess.launch(
        folders.get(number),
        OPTIONS,
        List.of(
            "--bootstrap",
            brokers.route(number).bootstrapServers(),
            "--listen",
            addresses.get(number),
            "--config",
            "worker.properties"));
  }

  private static Path settled(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.write(
          folder.resolve("worker.properties"),
          List.of(
              "offset.storage.partitions=3",
              "status.storage.partitions=3",
              // A worker that is gone is to be missed soon, and its tasks given to the others.
              "session.timeout.ms=4000",
              "heartbeat.interval.ms=500",
              "consumer.session.timeout.ms=4000",
              "consumer.heartbeat.interval.ms=500",
              "scheduled.rebalance.max.delay.ms=1000"));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path newFolder() {
    try {
      Path parent = Files.createDirectories(BASE.resolve("target/kafka"));
      return Files.createTempDirectory(parent, "cluster").toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
