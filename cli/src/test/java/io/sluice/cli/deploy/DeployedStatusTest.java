package io.sluice.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.Invocation;
import io.sluice.cli.console.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sluice status} of a pipeline that was deployed. */
class DeployedStatusTest {
  private static final String TRACE =
      """
      org.apache.kafka.connect.errors.ConnectException: Exiting WorkerSinkTask
      \tat org.apache.kafka.connect.runtime.WorkerSinkTask.deliver(WorkerSinkTask.java:1)
      Caused by: org.apache.kafka.connect.errors.ConnectException: table orders is gone
      \tat io.example.Sink.put(Sink.java:1)
      """;

  @TempDir private Path folder;
  private PretendedCluster cluster;

  @BeforeEach
  void start() throws IOException {
    cluster = new PretendedCluster();
    Files.writeString(
        folder.resolve("sluice.yaml"), "name: acme\nconnect: {url: '" + cluster.url() + "'}\n");
    Files.writeString(
        folder.resolve("shop.yaml"),
        "name: shop\nsource: {connector: a.B}\ntopic: orders\n"
            + "sinks: [{name: out, connector: c.D}]\n");
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private Invocation status(String... more) {
    List<String> arguments = new ArrayList<>(List.of("status", "shop.yaml"));
    arguments.addAll(List.of(more));
    return Invocation.in(folder, arguments.toArray(new String[0]));
  }

  private void deploy() {
    assertThat(Invocation.in(folder, "deploy").code()).isZero();
  }

  @Test
  void connectors_and_tasks_are_shown_with_their_workers_and_an_unknown_lag_is_not_nothing() {
    deploy();
    Invocation shown = status();
    JsonNode document = status("-o", "json").json();

    assertThat(shown.code()).as(shown.out() + shown.err()).isZero();
    assertThat(shown.out())
        .contains("running", "shop-out", "RUNNING on 10.0.0.5:8083", "task 0  RUNNING on 10.0.0.6")
        .contains("how far behind is not known");
    assertThat(document.path("state").asText()).isEqualTo("running");
    assertThat(document.at("/connectors/1/connector").asText()).isEqualTo("shop-out");
    assertThat(document.at("/connectors/1/tasks/0/worker").asText()).isEqualTo("10.0.0.6:8083");
    assertThat(document.at("/connectors/1").has("lag")).isFalse();
  }

  @Test
  void a_task_that_failed_is_shown_with_its_reason_in_a_line() {
    deploy();
    cluster.traces.put("shop-out", TRACE);
    Invocation shown = status();

    assertThat(shown.code()).isEqualTo(ExitCode.FAILED.number());
    assertThat(shown.out().lines().filter(line -> line.contains("table orders is gone")))
        .hasSize(1);
    assertThat(shown.out()).doesNotContain("WorkerSinkTask.java");
    assertThat(status("-o", "json").json().at("/connectors/1/tasks/0/failure").asText())
        .contains("table orders is gone");
  }

  @Test
  void a_connector_that_the_file_asks_for_and_that_is_not_there_is_named() {
    deploy();
    cluster.connectors.remove("shop-out");
    Invocation shown = status();

    assertThat(shown.code()).isEqualTo(ExitCode.FAILED.number());
    assertThat(shown.out()).contains("incomplete", "shop-out: not there");
  }

  @Test
  void one_that_somebody_paused_is_so() {
    deploy();
    cluster.states.put("shop-out", "PAUSED");

    assertThat(status("-o", "json").json().path("state").asText()).isEqualTo("paused");
  }

  @Test
  void a_pipeline_that_was_not_deployed_never_ran() {
    assertThat(status().code()).isEqualTo(ExitCode.NOT_FOUND.number());
  }

  @Test
  void a_cluster_that_does_not_answer_is_unreachable() {
    cluster.close();

    assertThat(status().code()).isEqualTo(ExitCode.UNREACHABLE.number());
  }
}
