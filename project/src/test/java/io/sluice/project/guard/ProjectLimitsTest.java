package io.sluice.project.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.Place;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.pipeline.secret.Secrets;
import io.sluice.state.postgres.PostgresAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.config.provider.FileConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way into the project's own files that somebody thought of, by a file in fin/. */
class ProjectLimitsTest {
  @TempDir Path around;
  private Path project;
  private Path state;

  @BeforeEach
  void make() throws IOException {
    project = Files.createDirectories(around.resolve("my project"));
    state = Files.createDirectories(project.resolve(".sluice"));
    Files.createDirectories(project.resolve("fin/data"));
    Files.writeString(state.resolve("state.db"), "rows");
    Files.writeString(state.resolve("server.json"), "{\"token\":\"slc_1\"}");
    Files.writeString(project.resolve("fin/rows.txt"), "rows");
    Files.createSymbolicLink(project.resolve("fin/way"), state);
    Files.createSymbolicLink(project.resolve("fin/out"), Path.of("../.sluice/new.db"));
    Files.createSymbolicLink(project.resolve("fin/deep"), project.resolve(".sluice/state.db"));
    Files.createLink(project.resolve("fin/hard"), state.resolve("state.db"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${dir:../.sluice:server.json}",
        "${file:../.sluice/server.json:token}",
        "${file:way/server.json:token}",
        "${dir:way:server.json}",
        "${dir:data/../way:server.json}",
        "${file:hard:a}",
        "x ${file:nowhere/../../.sluice/server.json:token} y",
        "${org.apache.kafka.common.config.provider.FileConfigProvider:way/server.json:token}",
        "${file:../sluice.yaml:password}",
      })
  void a_reference_into_the_state_is_not_read(String value) {
    assertThat(refused(Map.of("static.value", value)))
        .hasValueSatisfying(
            problem -> {
              assertThat(problem.message()).contains("is not read: it leads to");
              assertThat(problem.place().line()).isEqualTo(7);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../.sluice/state.db",
        ".sluice/state.db",
        ".sluice",
        "way/state.db",
        "data/../way/new.txt",
        "out",
        "deep",
        "hard",
        "${env:WHERE}/state.db",
        "jdbc:sqlite:../.sluice/state.db",
        "jdbc:sqlite:way/state.db?cache=shared",
        "jdbc:sqlite:file:../.sluice/state.db?mode=rw",
        "jdbc:sqlite:file:..%2f%2esluice/state.db",
        "jdbc:duckdb:../.sluice/server.json;access_mode=read_only",
        "jdbc:h2:file:../.sluice/x",
        "file:way/state.db",
        "file://localhost/STATE/state.db",
        "file:///STATE/state.db",
        "STATE/../.sluice/state.db",
        "/STATE",
        "/proc/self/root/STATE/state.db",
        "data/a.csv, ../.sluice/dead",
        "ATTACH 'STATE/state.db' AS s; SELECT 1",
        "PROJECT/sluice.yaml",
        "../sluice.yaml",
        "../sluice.lock",
        "../sales/shop.yml",
      })
  void a_setting_that_leads_into_the_state_is_refused_and_not_quoted(String value) {
    String written =
        value
            .replace("/STATE", state.toString())
            .replace("STATE", state.toString())
            .replace("PROJECT", project.toString());

    assertThat(refused(Map.of("file", written)))
        .as(written)
        .hasValueSatisfying(
            problem -> {
              assertThat(problem.message())
                  .startsWith("expected a place that pipelines may use")
                  .doesNotContain(written);
              assertThat(problem.place().line()).isEqualTo(7);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rows.txt",
        "data/out.db",
        "jdbc:sqlite:data/out.db",
        "jdbc:duckdb:../warehouse.duckdb",
        "jdbc:postgresql://db1/shop",
        "public.orders,public.*",
        ".*",
        "/",
        "state.db",
        "sluice",
        "a: b\n\u0000c",
        "",
      })
  void what_leads_elsewhere_is_as_it_was(String value) {
    assertThat(refused(Map.of("file", value))).isEmpty();
  }

  @Test
  void what_is_refused_reaches_no_plugin() {
    try (Secrets secrets = secrets(Optional.empty())) {
      Secrets.Resolution found =
          secrets.tryResolve(config(Map.of("file", "way/state.db", "topic", "a")));

      assertThat(found.values()).containsExactlyEntriesOf(Map.of("topic", "a"));
    }
  }

  @Test
  void the_project_file_may_say_what_it_likes() {
    try (Secrets secrets = secrets(Optional.empty())) {
      Place place = new Place(project.resolve("sluice.yaml"), 1, 1, "server.tls");
      UnresolvedConfig own =
          new UnresolvedConfig(
              Map.of("certificate", ".sluice/cert.pem"), Map.of(), place, Set.of());

      assertThat(secrets.resolve(own)).containsEntry("certificate", ".sluice/cert.pem");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "jdbc:postgresql://127.0.0.1:5433/keep",
        "jdbc:postgresql://[::1]:5433/keep?user=a",
        "jdbc:postgresql://LOCALHOST:5433/%6beep",
        "jdbc:postgresql://other:1,localhost:5433/keep",
        "jdbc:postgresql://elsewhere:1/x?PGHOST=localhost&PGPORT=5433&PGDBNAME=keep",
        "postgresql://anna:word@localhost:5433/keep",
        "jdbc:postgresql://0.0.0.0:5433/keep",
      })
  void the_database_that_the_state_is_in_is_nobodys_target(String url) {
    assertThat(refusedOnServer(Map.of("url", url)))
        .as(url)
        .hasValueSatisfying(
            problem -> assertThat(problem.message()).contains("that the project's state is in"));
  }

  @Test
  void nor_by_settings_of_their_own_or_the_drivers() {
    Map<String, String> source = new LinkedHashMap<>();
    source.put("database.hostname", "127.0.0.1");
    source.put("database.port", "5433");
    source.put("database.dbname", "keep");
    assertThat(refusedOnServer(source)).isPresent();

    source.put("database.dbname", "shop");
    assertThat(refusedOnServer(source)).isEmpty();

    assertThat(
            refusedOnServer(
                Map.of(
                    "url", "jdbc:postgresql:",
                    "driver.PGHOST", "localhost",
                    "driver.PGPORT", "5433",
                    "driver.PGDBNAME", "keep")))
        .isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://localhost:5433/shop",
        "jdbc:postgresql://localhost:5432/keep",
        "jdbc:postgresql://192.0.2.7:5433/keep",
        "jdbc:mysql://localhost:5433/keep",
      })
  void other_databases_beside_it_may_be_used(String url) {
    assertThat(refusedOnServer(Map.of("url", url))).as(url).isEmpty();
  }

  private Optional<Problem> refusedOnServer(Map<String, String> settings) {
    return refused(
        settings,
        Optional.of(
            new PostgresAddress("jdbc:postgresql://localhost:5433/keep?ssl=false", "a", null)));
  }

  private Optional<Problem> refused(Map<String, String> settings) {
    return refused(settings, Optional.empty());
  }

  private Optional<Problem> refused(
      Map<String, String> settings, Optional<PostgresAddress> server) {
    try (Secrets secrets = secrets(server)) {
      return secrets.tryResolve(config(settings)).problems().stream().findFirst();
    }
  }

  private Secrets secrets(Optional<PostgresAddress> server) {
    return new Secrets(
        Map.of("WHERE", state.toString()),
        name -> Optional.of(new FileConfigProvider()),
        new ProjectLimits(project, state, () -> server));
  }

  private UnresolvedConfig config(Map<String, String> values) {
    Path file = project.resolve("fin/a.yaml");
    Map<String, Place> places = new LinkedHashMap<>();
    values.keySet().forEach(key -> places.put(key, new Place(file, 7, 5, "source." + key)));
    return new UnresolvedConfig(values, places, new Place(file, 5, 1, "source"), Set.of());
  }
}
