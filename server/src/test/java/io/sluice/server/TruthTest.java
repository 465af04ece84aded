package io.sluice.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.pipeline.server.ServerSpec;
import io.sluice.project.Project;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A pipeline that copies nothing from a real PostgreSQL is called well where there is nothing to
 * copy, and not where there is.
 */
@Timeout(180)
class TruthTest {
  private static final Duration SOON = Duration.ofSeconds(90);

  @TempDir private Path folder;
  private final PostgresDatabase database = PostgresServer.shared().newDatabase();
  private @Nullable Project project;
  private @Nullable SluiceServer server;
  private String token = "";

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
    if (project != null) {
      project.close();
    }
    database.close();
  }

  /** A pipeline of one table, read as this user. */
  private void pipeline(String name, String table, String user, String more) throws IOException {
    PostgresServer postgres = PostgresServer.shared();
    Files.writeString(
        folder.resolve(name + ".yaml"),
        """
        name: %1$s
        source:
          connector: io.sluice.connector.postgres.PostgresConnector
          config:
            database.hostname: %2$s
            database.port: "%3$d"
            database.dbname: %4$s
            database.user: %5$s
            database.password: "%6$s"
            topic.prefix: %1$s
            slot.name: %1$s
            slot.drop.on.stop: "true"
            publication.name: %1$s
            table.include.list: public\\.%7$s
        %8$s
        sinks:
          - connector: io.sluice.server.fleet.LineSink
            config: {file: "%9$s/%1$s.out"}
        checkpoint: {interval: 100ms}
        """
            .formatted(
                name,
                postgres.host(),
                postgres.port(),
                database.name(),
                user,
                postgres.password(),
                table,
                more,
                folder));
  }

  private void start() {
    ServerSpec usual = ServerSpec.DEFAULT;
    ServerSpec free =
        new ServerSpec(
            usual.host(),
            0,
            usual.url(),
            usual.tls(),
            usual.trustedProxies(),
            usual.sessions(),
            usual.tokens(),
            usual.oidc());
    Project opened = Projects.in(folder);
    project = opened;
    SluiceServer started =
        SluiceServer.start(
            opened, ServerSettings.of(opened, free, true, "state.db", "1"), Clock.systemUTC());
    server = started;
    token = started.firstToken().orElseThrow();
  }

  private JsonNode get(String path) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(requireNonNull(server).url().resolve(path))
            .header("Authorization", "Bearer " + token)
            .build();
    try {
      return JsonMapper.builder()
          .build()
          .readTree(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private List<String> codes(String pipeline) throws IOException {
    List<String> codes = new ArrayList<>();
    get("/health/pipelines/" + pipeline)
        .path("reasons")
        .forEach(reason -> codes.add(reason.path("code").asText()));
    return codes;
  }

  private void awaitSnapshot(String pipeline) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(
                        get("/api/v1/pipelines/" + pipeline).at("/figures/snapshot/state").asText())
                    .isEqualTo("completed"));
  }

  @Test
  void rows_that_row_security_hides_are_missed_and_an_empty_table_is_not() throws IOException {
    String user = "reader_" + database.name();
    database.sql(
        "create table orders (id int primary key)",
        "insert into orders select * from generate_series(1, 5000)",
        "create table returns (id int primary key)",
        "analyze orders, returns",
        "create role " + user + " login replication password 'x'",
        "grant select on orders, returns to " + user,
        "grant create on database " + database.name() + " to " + user,
        "alter table orders enable row level security",
        "create policy mine on orders for select to " + user + " using (false)",
        "create publication hidden for table orders",
        "create publication empty for table returns");
    pipeline("hidden", "orders", user, "");
    pipeline("empty", "returns", user, "");
    start();
    awaitSnapshot("hidden");
    awaitSnapshot("empty");

    await().atMost(SOON).untilAsserted(() -> assertThat(codes("hidden")).contains("no_rows"));
    JsonNode verdict = get("/health/pipelines/hidden");
    assertThat(verdict.path("health").asText()).isEqualTo("unhealthy");
    assertThat(verdict.at("/reasons/0/sentence").asText()).contains("about 5000");
    assertThat(verdict.at("/reasons/0/remedy").asText()).contains("row security");
    assertThat(get("/health/pipelines/empty").path("health").asText()).isEqualTo("healthy");
  }

  @Test
  void a_list_that_names_no_table_is_said_and_nothing_is_called_well() throws IOException {
    database.sql("create table orders (id int primary key)", "insert into orders values (1)");
    pipeline("nobody", "ordres", PostgresServer.shared().user(), "");
    start();

    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              JsonNode verdict = get("/health/pipelines/nobody");
              assertThat(verdict.path("health").asText()).isIn("unhealthy", "degraded");
              assertThat(verdict.toString()).containsAnyOf("no table", "Not one table");
            });
  }

  @Test
  void a_publication_that_lacks_a_captured_table_is_said_and_one_that_has_all_is_not()
      throws IOException {
    database.sql(
        "create table orders (id int primary key)",
        "create table returns (id int primary key)",
        "create publication partly for table orders",
        "create publication whole for table orders, returns");
    pipeline("partly", "(orders|returns)", PostgresServer.shared().user(), "");
    pipeline("whole", "(orders|returns)", PostgresServer.shared().user(), "");
    start();

    await().atMost(SOON).untilAsserted(() -> assertThat(codes("partly")).contains("unpublished"));
    JsonNode verdict = get("/health/pipelines/partly");
    assertThat(verdict.path("health").asText()).isEqualTo("degraded");
    assertThat(verdict.at("/reasons/0/sentence").asText()).endsWith(": public.returns");
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(get("/health/pipelines/whole").path("health").asText())
                    .isEqualTo("healthy"));
  }

  @Test
  void a_filter_that_drops_all_is_counted_and_shown_and_is_no_loss() throws IOException {
    database.sql(
        "create table orders (id int primary key)",
        "insert into orders select * from generate_series(1, 2000)");
    pipeline(
        "dropped",
        "orders",
        PostgresServer.shared().user(),
        "transforms:\n  - type: org.apache.kafka.connect.transforms.Filter");
    start();
    awaitSnapshot("dropped");

    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(codes("dropped")).containsExactly("all_filtered"));
    assertThat(get("/health/pipelines/dropped").path("health").asText()).isEqualTo("degraded");
    assertThat(get("/api/v1/pipelines/dropped").at("/run/records/filtered").asInt())
        .isEqualTo(2000);
  }
}
