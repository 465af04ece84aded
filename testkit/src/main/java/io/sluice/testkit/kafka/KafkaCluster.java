package io.sluice.testkit.kafka;

import io.sluice.testkit.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;

/**
 * Several brokers, controllers all of them (KRaft), each in a process of its own. What they keep
 * has a replica on each, and is acknowledged when two have it. For one thread.
 */
public final class KafkaCluster implements AutoCloseable {

  private static final Duration HEALTHY = Duration.ofSeconds(90);
  private static final int ANSWER_SECONDS = 20;
  private static final long LOOK_AGAIN_MS = 200;

  private final List<KafkaBroker> brokers;
  private final List<Route> routes;
  private final Route between;

  private KafkaCluster(List<KafkaBroker> brokers, List<Route> routes, Route between) {
    this.brokers = brokers;
    this.routes = routes;
    this.between = between;
  }

  /**
   * A new cluster, which takes some ten seconds.
   *
   * @param jars folder of Kafka's jars
   * @param folder an empty one for their settings, data and output
   * @param size how many brokers
   * @param routes how many ways there are to them beside the direct one
   */
  public static KafkaCluster start(Path jars, Path folder, int size, int routes) {
    List<Route> ways =
        IntStream.range(0, routes).mapToObj(each -> new Route("ROUTE" + each, size)).toList();
    Route between = new Route("BETWEEN", size);
    List<Route> all = Stream.concat(Stream.of(between), ways.stream()).toList();
    List<Integer> ports = freePorts(size);
    List<Integer> controllers = freePorts(size);
    String voters =
        IntStream.range(0, size)
            .mapToObj(node -> node + "@127.0.0.1:" + controllers.get(node))
            .collect(Collectors.joining(","));
    Uuid id = Uuid.randomUuid();
    List<KafkaBroker> brokers = new ArrayList<>();
    for (int node = 0; node < size; node++) {
      KafkaBroker broker =
          new KafkaBroker(jars, newFolder(folder, "broker-" + node), ports.get(node));
      broker.format(id, settings(node, size, voters, ports, controllers, all));
      brokers.add(broker);
    }
    KafkaCluster cluster = new KafkaCluster(brokers, ways, between);
    brokers.forEach(KafkaBroker::launch);
    brokers.forEach(KafkaBroker::awaitAnswer);
    cluster.awaitHealthy();
    return cluster;
  }

  private static List<String> settings(
      int node,
      int size,
      String voters,
      List<Integer> ports,
      List<Integer> controllers,
      List<Route> routes) {
    String direct = "PLAINTEXT://127.0.0.1:" + ports.get(node);
    String listeners =
        Stream.concat(
                Stream.of(direct, "CONTROLLER://127.0.0.1:" + controllers.get(node)),
                routes.stream().map(route -> route.listensOn(node)))
            .collect(Collectors.joining(","));
    String advertised =
        Stream.concat(Stream.of(direct), routes.stream().map(route -> route.advertised(node)))
            .collect(Collectors.joining(","));
    String protocols =
        Stream.concat(Stream.of("PLAINTEXT", "CONTROLLER"), routes.stream().map(Route::listener))
            .map(listener -> listener + ":PLAINTEXT")
            .collect(Collectors.joining(","));
    return List.of(
        "process.roles=broker,controller",
        "node.id=" + node,
        "controller.quorum.voters=" + voters,
        "controller.listener.names=CONTROLLER",
        "inter.broker.listener.name=" + routes.get(0).listener(),
        "listeners=" + listeners,
        "advertised.listeners=" + advertised,
        "listener.security.protocol.map=" + protocols,
        "default.replication.factor=" + size,
        "min.insync.replicas=2",
        "offsets.topic.replication.factor=" + size,
        "transaction.state.log.replication.factor=" + size,
        "transaction.state.log.min.isr=2",
        // A broker that was killed is to be missed soon.
        "broker.session.timeout.ms=3000",
        "broker.heartbeat.interval.ms=500",
        "replica.lag.time.max.ms=5000");
  }

  /** One of the brokers, counted from 0. */
  public KafkaBroker broker(int number) {
    return brokers.get(number);
  }

  public int size() {
    return brokers.size();
  }

  /** One of the ways to the brokers, counted from 0. */
  public Route route(int number) {
    return routes.get(number);
  }

  /**
   * The way that brokers go to each other for what they copy; what they tell the controller goes
   * another.
   */
  public Route between() {
    return between;
  }

  /** Where clients find it, whichever brokers are there. */
  public String bootstrapServers() {
    return brokers.stream().map(KafkaBroker::bootstrapServers).collect(Collectors.joining(","));
  }

  /** The number of the broker that is the controller at this moment. */
  public int controller() {
    try (Admin admin = admin()) {
      return admin
          .describeMetadataQuorum()
          .quorumInfo()
          .get(ANSWER_SECONDS, TimeUnit.SECONDS)
          .leaderId();
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException("The cluster does not say who the controller is", e);
    }
  }

  /** Which brokers lead a partition of a topic at this moment. */
  public Set<Integer> leaders(String topic) {
    try (Admin admin = admin()) {
      return describe(admin, Set.of(topic)).stream()
          .flatMap(each -> each.partitions().stream())
          .map(partition -> partition.leader().id())
          .collect(Collectors.toSet());
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException("The cluster does not say who leads " + topic, e);
    }
  }

  /** How many replicas have everything of the partition, whichever it is, that fewest have. */
  public int fewestInSync() {
    try (Admin admin = admin()) {
      return describe(admin, topics(admin)).stream()
          .flatMap(each -> each.partitions().stream())
          .mapToInt(partition -> partition.isr().size())
          .min()
          .orElseThrow();
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException("The cluster does not say who has what", e);
    }
  }

  /** Has all brokers be there and all ways be whole, whatever became of them. */
  public void heal() {
    between.heal();
    routes.forEach(Route::heal);
    List<KafkaBroker> away = brokers.stream().filter(broker -> !broker.isRunning()).toList();
    away.forEach(KafkaBroker::launch);
    away.forEach(KafkaBroker::awaitAnswer);
    awaitHealthy();
  }

  /** Waits until all brokers are there and every replica of every topic has everything. */
  public void awaitHealthy() {
    long giveUp = System.nanoTime() + HEALTHY.toNanos();
    Set<String> behind = new HashSet<>();
    do {
      behind.clear();
      try (Admin admin = admin()) {
        int there = admin.describeCluster().nodes().get(ANSWER_SECONDS, TimeUnit.SECONDS).size();
        if (there < brokers.size()) {
          behind.add(there + " of " + brokers.size() + " brokers");
        }
        for (TopicDescription topic : describe(admin, topics(admin))) {
          topic.partitions().stream()
              .filter(partition -> partition.isr().size() < partition.replicas().size())
              .forEach(partition -> behind.add(topic.name() + "-" + partition.partition()));
        }
        if (behind.isEmpty()) {
          return;
        }
        Thread.sleep(LOOK_AGAIN_MS);
      } catch (ExecutionException | TimeoutException e) {
        behind.add(String.valueOf(e));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted while the cluster gets well", e);
      }
    } while (System.nanoTime() < giveUp);
    throw new IllegalStateException("The cluster does not get well, behind is " + behind);
  }

  /** As {@link KafkaBroker#committed}, whichever brokers are there. */
  public List<ConsumerRecord<String, String>> committed(String topic) {
    return CommittedRecords.of(bootstrapServers(), topic);
  }

  @Override
  public void close() {
    // None hands over what it leads to others that end as well.
    brokers.forEach(KafkaBroker::kill);
    routes.forEach(Route::close);
    between.close();
  }

  private static Set<String> topics(Admin admin)
      throws InterruptedException, ExecutionException, TimeoutException {
    return admin
        .listTopics(new ListTopicsOptions().listInternal(true))
        .names()
        .get(ANSWER_SECONDS, TimeUnit.SECONDS);
  }

  private static List<TopicDescription> describe(Admin admin, Set<String> topics)
      throws InterruptedException, ExecutionException, TimeoutException {
    return List.copyOf(
        admin
            .describeTopics(topics)
            .allTopicNames()
            .get(ANSWER_SECONDS, TimeUnit.SECONDS)
            .values());
  }

  private Admin admin() {
    return Admin.create(
        Map.of("bootstrap.servers", bootstrapServers(), "reconnect.backoff.max.ms", "200"));
  }

  private static List<Integer> freePorts(int count) {
    return IntStream.range(0, count).map(each -> FreePort.claim()).boxed().toList();
  }

  private static Path newFolder(Path parent, String name) {
    try {
      return Files.createDirectories(parent.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make " + parent.resolve(name), e);
    }
  }
}
