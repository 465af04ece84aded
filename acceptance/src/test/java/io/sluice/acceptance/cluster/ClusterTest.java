package io.sluice.acceptance.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.acceptance.cli.Command;
import io.sluice.acceptance.run.Shipment;
import io.sluice.acceptance.run.Target;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.Workload;
import io.sluice.testkit.kafka.ConnectApi;
import io.sluice.testkit.kafka.Route;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One pipeline on three brokers and three workers, under load, while one of them after the other
 * has trouble: nothing is lost and nothing is there twice, neither in the topics nor in the sinks;
 * tasks move, and come back.
 */
@Tag("long")
@Timeout(value = 400, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClusterTest {
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final int NOBODY = -1;
  private static final int ROWS = 300;
  private static final int TRANSACTIONS_PER_SECOND = 40;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final SluiceCluster cluster = SluiceCluster.shared();
  private final PostgresDatabase source = PostgresServer.shared().newDatabase();
  private final CopiedTopics topics = new CopiedTopics(cluster.brokers(), source);
  private Shipment shipment;
  private Workload workload;

  /** What a network does that is broken. */
  enum Breach {
    /** Says nothing to anybody: what was sent arrives when all others have forgotten it. */
    SILENT(Route::stall),
    /** Cuts connections and refuses new ones. */
    REFUSING(Route::refuse);

    private final Consumer<Route> open;

    Breach(Consumer<Route> open) {
      this.open = open;
    }
  }

  @BeforeEach
  void aPipelineUnderLoad() {
    cluster.heal();
    shipment =
        Shipment.onKafka(
            folder,
            source,
            Target.postgres(),
            Target.postgres(),
            Map.of("partitions", "3"),
            Map.of("tasks.max", "2"));
    workload = Workload.open(source, 42, ROWS);
    Command.in(folder)
        .run("deploy", shipment.file().toString(), "--connect", cluster.api(NOBODY).url(), "--yes")
        .ok();
    awaitRunning(NOBODY);
    workload.start(TRANSACTIONS_PER_SECOND);
    awaitFlow();
  }

  @AfterEach
  void remove() {
    workload.close();
    cluster.heal();
    for (String connector : connectors()) {
      eventually()
          .until(
              () -> {
                ConnectApi api = cluster.api(NOBODY);
                api.ask("DELETE", "/connectors/" + connector, null);
                return api.states(connector).isEmpty();
              });
    }
    source.close();
  }

  @Test
  void the_worker_that_has_the_source_is_killed() throws Exception {
    int victim = workerOf(source.name());

    cluster.kill(victim);

    awaitAllTasksElsewhere(victim);
    awaitFlow();
    cluster.start(victim);
    awaitTasksAt(victim);
    everyChangeIsThereOnce();
  }

  @Test
  void workers_that_have_sinks_are_killed_one_after_the_other() throws Exception {
    for (String sink : List.of(source.name() + "-copy", source.name() + "-log")) {
      int victim = workerOf(sink);

      cluster.kill(victim);

      awaitAllTasksElsewhere(victim);
      awaitFlow();
      cluster.start(victim);
      awaitTasksAt(victim);
    }
    everyChangeIsThereOnce();
  }

  @Test
  void the_broker_that_is_the_controller_and_leads_partitions_is_killed() throws Exception {
    int victim = cluster.brokers().controller();
    assertThat(cluster.brokers().leaders(topics.name("orders"))).contains(victim);

    cluster.brokers().broker(victim).kill();

    awaitFlow();
    assertThat(cluster.brokers().controller()).isNotEqualTo(victim);
    cluster.brokers().broker(victim).start();
    cluster.brokers().awaitHealthy();
    everyChangeIsThereOnce();
  }

  /** Neither the brokers that follow nor the controllers are a majority any more. */
  @Test
  void two_brokers_are_killed_and_everything_waits_until_one_is_back() throws Exception {
    int left = cluster.brokers().controller();
    List<Integer> victims =
        IntStream.range(0, SluiceCluster.SIZE).filter(broker -> broker != left).boxed().toList();

    victims.forEach(broker -> cluster.brokers().broker(broker).kill());
    cluster.brokers().broker(victims.get(0)).start();

    startAgainWhatHasFailed();
    awaitFlow();
    cluster.brokers().broker(victims.get(1)).start();
    cluster.brokers().awaitHealthy();
    everyChangeIsThereOnce();
  }

  /** It goes on to lead, and nothing that it is given is acknowledged. */
  @Test
  void a_broker_is_cut_off_from_those_that_copy_what_it_leads() throws Exception {
    int victim = cluster.brokers().leaders(topics.name("orders")).iterator().next();

    cluster.brokers().between().refuse(victim);

    // Of which topic depends: what it leads of Kafka's own may hold up all others.
    eventually().until(() -> cluster.brokers().fewestInSync() == 1);
    cluster.brokers().between().heal();
    cluster.brokers().awaitHealthy();
    startAgainWhatHasFailed();
    awaitFlow();
    everyChangeIsThereOnce();
  }

  /** The task that is cut off goes on: its database is still there. */
  @ParameterizedTest
  @EnumSource
  void the_network_between_the_brokers_and_the_worker_that_has_the_source_breaks(Breach breach)
      throws Exception {
    int victim = workerOf(source.name());

    breach.open.accept(cluster.brokers().route(victim));

    awaitAllTasksElsewhere(victim);
    awaitFlow();
    cluster.brokers().route(victim).heal();
    awaitTasksAt(victim);
    everyChangeIsThereOnce();
  }

  @Test
  void all_workers_are_stopped_and_started_one_after_the_other() throws Exception {
    for (int worker = 0; worker < SluiceCluster.SIZE; worker++) {
      assertThat(cluster.stop(worker)).isZero();
      awaitAllTasksElsewhere(worker);
      awaitFlow();
      cluster.start(worker);
      awaitTasksAt(worker);
    }
    everyChangeIsThereOnce();
  }

  @Test
  void all_brokers_are_stopped_and_started_one_after_the_other() throws Exception {
    for (int broker = 0; broker < SluiceCluster.SIZE; broker++) {
      cluster.brokers().broker(broker).stop();
      awaitFlow();
      cluster.brokers().broker(broker).start();
      cluster.brokers().awaitHealthy();
    }
    everyChangeIsThereOnce();
  }

  private List<String> connectors() {
    return List.of(source.name(), source.name() + "-copy", source.name() + "-log");
  }

  /** A worker that has a task of the connector. */
  private int workerOf(String connector) {
    return cluster.number(cluster.api(NOBODY).workers(connector).get(0));
  }

  private List<String> workersOfAll(ConnectApi api) {
    return connectors().stream().flatMap(each -> api.workers(each).stream()).toList();
  }

  private void awaitAllTasksElsewhere(int victim) {
    eventually()
        .untilAsserted(
            () ->
                assertThat(workersOfAll(cluster.api(victim)))
                    .hasSize(5)
                    .doesNotContain(cluster.address(victim), "nobody"));
    awaitRunning(victim);
  }

  /** The one that came back is one of three again. */
  private void awaitTasksAt(int worker) {
    eventually()
        .untilAsserted(
            () ->
                assertThat(workersOfAll(cluster.api(worker)))
                    .hasSize(5)
                    .contains(cluster.address(worker))
                    .doesNotContain("nobody"));
    awaitRunning(worker);
  }

  /**
   * Waits until all tasks run. Of the connector itself Connect may say for good that nobody has it,
   * where who had it before says so later than who has it now.
   */
  private void awaitRunning(int butNot) {
    for (String connector : connectors()) {
      eventually()
          .untilAsserted(
              () -> {
                List<String> states = cluster.api(butNot).states(connector);
                assertThat(states.subList(1, states.size())).isNotEmpty().containsOnly("RUNNING");
              });
    }
  }

  /**
   * As the guide says for a cluster that took nothing for longer than a transaction may last, which
   * on a busy machine is soon.
   */
  private void startAgainWhatHasFailed() {
    for (String connector : connectors()) {
      eventually()
          .until(
              () -> {
                ConnectApi api = cluster.api(NOBODY);
                api.ask(
                    "POST",
                    "/connectors/" + connector + "/restart?includeTasks=true&onlyFailed=true",
                    null);
                List<String> states = api.states(connector);
                return states.size() > 1
                    && states.stream().skip(1).allMatch(state -> state.equals("RUNNING"));
              });
    }
  }

  /** What is written to the source from now on comes through to both sinks. */
  private void awaitFlow() {
    long now = source.number("SELECT max(seq) FROM journal");
    for (Target sink : List.of(shipment.copy(), shipment.log())) {
      eventually().until(() -> sink.number("SELECT max(seq) FROM journal") > now);
    }
  }

  private void everyChangeIsThereOnce() throws Exception {
    awaitFlow();
    workload.stop();
    eventually().untilAsserted(shipment::copyEqualsTheSource);
    long last = source.number("SELECT count(*) FROM journal");
    eventually()
        .until(() -> shipment.log().number("SELECT count(DISTINCT seq) FROM journal") >= last);
    eventually().untilAsserted(shipment::logHoldsTheNewest);
    shipment.logHoldsEveryEventOnce();
    topics.holdEveryChangeOnceAndInOrder();
  }

  private static ConditionFactory eventually() {
    return await().atMost(LIMIT).pollInterval(Duration.ofMillis(500)).ignoreExceptions();
  }
}
