package io.sluice.cli.offsets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import io.sluice.cli.FullAudit;
import io.sluice.cli.Invocation;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.deploy.BrokerOptions;
import io.sluice.cli.deploy.PretendedCluster;
import io.sluice.pipeline.secret.Secrets;
import io.sluice.state.StateDatabase;
import io.sluice.state.history.Audit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sun.misc.Signal;

/** The commands about positions, and one about dead letters, of pipelines on Kafka. */
class OffsetsOnKafkaTest {
  private static final String POSITION =
      "[{\"partition\":{\"kafka_topic\":\"orders\",\"kafka_partition\":0},"
          + "\"offset\":{\"kafka_offset\":7}}]";

  @TempDir private Path folder;
  private PretendedCluster cluster;

  @BeforeEach
  void start() throws IOException {
    cluster = new PretendedCluster();
    Files.writeString(folder.resolve("sluice.yaml"), "connect: {url: '" + cluster.url() + "'}\n");
    Files.writeString(
        folder.resolve("shop.yaml"),
        "name: shop\nsource: {connector: a.B}\ntopic: orders\n"
            + "sinks: [{name: out, connector: c.D}]\n");
    cluster.connectors.put("shop", Map.of("connector.class", "a.B"));
    cluster.connectors.put("shop-out", Map.of("connector.class", "c.D", "topics", "orders"));
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private Invocation offsets(String... more) {
    List<String> arguments = new ArrayList<>(List.of("offsets"));
    arguments.addAll(List.of(more));
    return Invocation.in(folder, arguments.toArray(new String[0]));
  }

  @Test
  void where_each_connector_is_can_be_given_back_as_it_was_shown() {
    Invocation moved =
        offsets("reset", "shop.yaml", "--connector", "shop-out", "--to", POSITION, "--yes");
    Invocation shown = offsets("get", "shop.yaml", "-o", "json");

    assertThat(moved.code()).as(moved.out() + moved.err()).isZero();
    assertThat(shown.json().at("/connectors/1/connector").asText()).isEqualTo("shop-out");
    assertThat(shown.json().at("/connectors/1/offsets")).hasToString(POSITION);
  }

  @Test
  void the_source_forgets_its_position_and_runs_again() {
    Invocation reset = offsets("reset", "shop.yaml", "--yes");

    assertThat(reset.code()).as(reset.out() + reset.err()).isZero();
    assertThat(cluster.changes).containsExactly("DELETE offsets of shop");
    assertThat(cluster.states).containsEntry("shop", "RUNNING");
  }

  @Test
  void a_reset_is_in_the_audit_with_its_reason() {
    offsets("reset", "shop.yaml", "--dry-run");
    offsets("reset", "shop.yaml", "--to", POSITION, "--reason", "copied by hand", "--yes");

    try (StateDatabase state = StateDatabase.open(folder.resolve(".sluice"), Clock.systemUTC())) {
      assertThat(state.audit().list("shop", 10))
          .singleElement()
          .satisfies(
              entry -> {
                assertThat(entry.action()).isEqualTo("offsets.reset");
                assertThat(entry.before()).isEqualTo("{\"connector\":\"shop\",\"offsets\":[]}");
                assertThat(entry.after()).contains(POSITION);
                assertThat(entry.reason()).isEqualTo("copied by hand");
              });
    }
  }

  @Test
  void a_move_that_never_began_left_all_as_it_was_and_of_one_that_may_be_done_nobody_knows() {
    cluster.impossible = "stop";
    assertThat(offsets("reset", "shop.yaml", "--yes").code()).isNotZero();
    cluster.impossible = "offsets";
    Invocation unknown =
        offsets("reset", "shop.yaml", "--connector", "shop-out", "--reason", "again", "--yes");

    assertThat(unknown.err()).contains("connector shop-out is left stopped");
    try (StateDatabase state = StateDatabase.open(folder.resolve(".sluice"), Clock.systemUTC())) {
      assertThat(state.audit().list("shop", 10))
          .extracting(Audit.Entry::action, Audit.Entry::after, Audit.Entry::reason)
          .containsExactly(
              tuple("offsets.reset.failed", "", "again"),
              tuple("offsets.reset", "{\"connector\":\"shop-out\",\"offsets\":[]}", "again"),
              tuple("offsets.reset.failed", "{\"connector\":\"shop\",\"offsets\":[]}", ""),
              tuple("offsets.reset", "{\"connector\":\"shop\",\"offsets\":[]}", ""));
    }
  }

  @Test
  void nothing_is_moved_that_cannot_be_noted() {
    try (StateDatabase state = StateDatabase.open(folder.resolve(".sluice"), Clock.systemUTC())) {
      FullAudit.after(0, state);
    }

    Invocation reset = offsets("reset", "shop.yaml", "--yes");

    assertThat(reset.code()).isNotZero();
    assertThat(reset.err()).contains("It was not done, since it cannot be noted");
    assertThat(cluster.changes).isEmpty();
    assertThat(cluster.states).doesNotContainEntry("shop", "STOPPED");
  }

  @Test
  void a_connector_that_is_left_stopped_is_named() {
    cluster.impossible = "resume";

    Invocation reset = offsets("reset", "shop.yaml", "--yes");

    assertThat(reset.code()).isEqualTo(ExitCode.FAILED.number());
    assertThat(reset.err()).contains("connector shop is left stopped", "its offsets are moved");
  }

  @Test
  void a_signal_to_end_while_a_connector_stops_has_it_run_again() {
    cluster.lingers = true;
    CompletableFuture<Invocation> reset =
        CompletableFuture.supplyAsync(() -> offsets("reset", "shop.yaml", "--yes"));
    await().until(() -> cluster.moves.contains("stop shop"));

    Signal.raise(new Signal("TERM")); // A shell has what it starts in the background ignore INT.

    Invocation ended = reset.join();
    assertThat(ended.code()).as(ended.err()).isEqualTo(ExitCode.INTERRUPTED.number());
    assertThat(ended.err())
        .contains("connector shop is in the state again in which it was")
        .contains("sluice offsets get");
    assertThat(cluster.moves).containsExactly("stop shop", "resume shop");
    assertThat(cluster.changes).isEmpty();
  }

  @Test
  void a_connector_that_was_left_stopped_is_named_by_the_next_reset() {
    cluster.states.put("shop", "STOPPED");

    Invocation reset = offsets("reset", "shop.yaml", "--yes");

    assertThat(reset.code()).as(reset.out() + reset.err()).isZero();
    assertThat(reset.err())
        .contains("Connector shop is stopped, and stays so")
        .contains("PUT " + cluster.url() + "/connectors/shop/resume");
    assertThat(cluster.states).containsEntry("shop", "STOPPED");
    cluster.states.put("shop", "RUNNING");
    assertThat(offsets("reset", "shop.yaml", "--yes").err()).doesNotContain("is stopped");
  }

  @Test
  void a_dry_run_changes_nothing() {
    assertThat(offsets("reset", "shop.yaml", "--dry-run").out()).contains("Nothing was changed");
    assertThat(cluster.changes).isEmpty();
    assertThat(cluster.states).isEmpty();
  }

  @Test
  void a_connector_of_another_pipeline_is_not_reset() {
    Invocation reset = offsets("reset", "shop.yaml", "--connector", "theirs", "--yes");

    assertThat(reset.code()).isEqualTo(ExitCode.NOT_FOUND.number());
    assertThat(reset.err()).contains("It has shop, shop-out");
  }

  @Test
  void a_position_that_is_none_is_refused() {
    assertThat(offsets("reset", "shop.yaml", "--to", "{\"epoch\": 7}", "--yes").code())
        .isEqualTo(ExitCode.USAGE.number());
    assertThat(cluster.changes).isEmpty();
  }

  @Test
  void the_kafka_of_the_folder_is_found() throws IOException {
    Files.delete(folder.resolve("sluice.yaml"));
    assertThat(offsets("get", "shop.yaml").code()).isEqualTo(ExitCode.USAGE.number());
    Path kafka = Files.createDirectories(folder.resolve(".sluice/kafka"));
    Files.writeString(
        kafka.resolve("address.properties"),
        "bootstrap.servers=127.0.0.1:1\nconnect=" + cluster.url() + "\n");

    Invocation shown = offsets("get", "shop.yaml", "-o", "json");
    assertThat(shown.code()).as(shown.out() + shown.err()).isZero();
    assertThat(shown.json().at("/connectors/0/connector").asText()).isEqualTo("shop");
    try (Secrets none = new Secrets()) {
      assertThat(new BrokerOptions().client(folder, folder.resolve(".sluice"), none))
          .isEqualTo(Map.of("bootstrap.servers", "127.0.0.1:1"));
    }
  }

  @Test
  void dead_letters_ask_where_kafka_is() {
    Invocation listed = Invocation.in(folder, "dlq", "ls", "shop.yaml");

    assertThat(listed.code()).isEqualTo(ExitCode.USAGE.number());
    assertThat(listed.err()).contains("Say --bootstrap HOST:PORT");
  }
}
