package io.sluice.acceptance.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.acceptance.run.PipelineFile;
import io.sluice.acceptance.run.SluiceProcess;
import io.sluice.project.address.ServerAddress;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people ask of a pipeline on Kafka that a server of the folder, or a terminal, runs. */
@Tag("long")
class ServerOnKafkaTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String COUNT = "select count(*) from orders";

  @TempDir Path folder;
  private final PostgresDatabase source = PostgresServer.shared().newDatabase();
  private final PostgresDatabase target = PostgresServer.shared().newDatabase();

  @AfterEach
  void close() {
    source.close();
    target.close();
  }

  @BeforeEach
  void fill() {
    source.sql(
        "create table orders (id int primary key)",
        "insert into orders select generate_series(1, 100)");
  }

  @Test
  void a_table_is_read_anew_beside_the_stream_and_the_pipeline_stopped_and_started()
      throws Exception {
    String file = pipeline();
    Command sluice = Command.in(folder);
    try (SluiceProcess server = SluiceProcess.launch(folder, "", List.of("up", "--port", "0"))) {
      eventually(server).until(() -> target.number(COUNT) == 100);
      eventually(server)
          .untilAsserted(
              () ->
                  assertThat(JSON.readTree(ask("", null).body()).at("/figures/snapshot/rows"))
                      .hasToString("100"));
      target.sql("delete from orders where id in (7, 70)");

      HttpResponse<String> asked =
          ask("/snapshot", "{\"tables\": [\"public.orders\"], \"condition\": \"id < 50\"}");

      assertThat(asked.statusCode()).as(asked.body()).isLessThan(300);
      eventually(server).until(() -> target.number(COUNT) == 99);
      assertThat(target.number("select count(*) from orders where id = 70"))
          .as("it was not asked for")
          .isZero();
      signal(sluice, file);
      eventually(server).until(() -> target.number(COUNT) == 100);

      HttpResponse<String> task = ask("/tasks/sink-copy-0/restart", "");
      assertThat(JSON.readTree(task.body()).path("restarted").asText())
          .as(task.body())
          .isEqualTo("task");
      source.sql("insert into orders values (101)");
      eventually(server).until(() -> target.number(COUNT) == 101);
      sluice.run("stop", file).ok();
      assertThat(sluice.run("status", file).out()).contains("stopped");
      assertThat(server.stop()).as(server.output()).isZero();
    }
  }

  @Test
  void a_run_in_a_terminal_is_told_by_commands_as_well() throws Exception {
    String file = pipeline();
    Command sluice = Command.in(folder);
    try (SluiceProcess run = SluiceProcess.launch(folder, "", List.of("run", file))) {
      eventually(run).until(() -> target.number(COUNT) == 100);
      target.sql("delete from orders where id = 70");

      signal(sluice, file);

      eventually(run).until(() -> target.number(COUNT) == 100);
      sluice.run("restart", file, "--task", "source-0").ok();
      sluice.run("restart", file).ok();
      assertThat(sluice.run("restart", file, "--task", "sink-none-0").code()).isEqualTo(5);
      source.sql("insert into orders values (101)");
      eventually(run).until(() -> target.number(COUNT) == 101);
      assertThat(run.stop()).as(run.output()).isZero();
    }
  }

  /** A source takes signals from the end of its first snapshot on. */
  private static void signal(Command sluice, String file) {
    await()
        .atMost(Duration.ofSeconds(120))
        .untilAsserted(
            () -> sluice.run("signal", "execute-snapshot", file, "--table", "public.orders").ok());
  }

  /** Writes the file of one that copies the table, and gives its name. */
  private String pipeline() {
    return new PipelineFile("shop")
        .source(
            "postgres",
            Map.of(
                "database.hostname", source.server().host(),
                "database.port", "" + source.server().port(),
                "database.user", source.server().user(),
                "database.password", source.server().password(),
                "database.dbname", source.name(),
                "topic.prefix", "shop",
                "table.include.list", "public.orders"))
        .sink("copy", "table", Map.of("url", target.jdbcUrl()))
        .section("topics", Map.of("prefix", "shop."))
        .writeTo(folder)
        .getFileName()
        .toString();
  }

  /**
   * @param body null to get
   */
  private HttpResponse<String> ask(String route, @Nullable String body)
      throws IOException, InterruptedException {
    ServerAddress server = ServerAddress.find(folder.resolve(".sluice")).orElseThrow();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/pipelines/shop" + route))
            .header("Authorization", "Bearer " + server.token())
            .header("Content-Type", "application/json");
    return HttpClient.newHttpClient()
        .send(
            (body == null ? request.GET() : request.POST(BodyPublishers.ofString(body))).build(),
            BodyHandlers.ofString());
  }

  private static ConditionFactory eventually(SluiceProcess server) {
    return await(server.output())
        .atMost(Duration.ofSeconds(240))
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptions();
  }
}
