package io.sluice.cli.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Invocation;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.file.PipelineReader;
import io.sluice.pipeline.file.ReadResult;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitCommandTest {
  private static final Map<String, String> PASSWORD = Map.of("SLUICE_PASSWORD", "s3cret-of-init");

  @TempDir Path folder;
  private final PostgresServer server = PostgresServer.shared();
  private final PostgresDatabase database = server.newDatabase();

  @Test
  void the_written_file_is_a_valid_pipeline_without_the_password() throws IOException {
    database.sql(
        "create table orders (id int primary key)", "create table customers (id int primary key)");
    Invocation init = init(PASSWORD, "--tables", "public.orders", "--name", "shop");
    assertThat(init.code()).as(init.err()).isZero();
    String text = Files.readString(folder.resolve("pipeline.yaml"));
    assertThat(text).contains("${env:SLUICE_PASSWORD}").doesNotContain("s3cret-of-init");
    assertThat(text).startsWith("# yaml-language-server: $schema=");
    ReadResult read = new PipelineReader().read(folder.resolve("pipeline.yaml"));
    assertThat(read.problems()).isEmpty();
    Pipeline pipeline = read.pipeline().orElseThrow();
    assertThat(pipeline.name()).isEqualTo("shop");
    assertThat(pipeline.source().config().values())
        .containsEntry("database.dbname", database.name())
        .containsEntry("table.include.list", "public.orders")
        .containsEntry("slot.name", "sluice_shop");
  }

  @Test
  void as_json_it_tells_the_tables_and_whether_the_database_is_ready() {
    database.sql("create table orders (id int primary key)");
    Invocation init = init(PASSWORD, "-o", "json");
    assertThat(init.json().path("ready").asBoolean()).isTrue();
    assertThat(init.json().path("tables").get(0).path("table").asText()).isEqualTo("public.orders");
  }

  @Test
  void a_file_that_exists_is_not_replaced_without_force() throws IOException {
    database.sql("create table orders (id int primary key)");
    Files.writeString(folder.resolve("pipeline.yaml"), "mine");
    assertThat(init(PASSWORD).code()).isEqualTo(4);
    assertThat(folder.resolve("pipeline.yaml")).hasContent("mine");
    assertThat(init(PASSWORD, "--force").code()).isZero();
    assertThat(Files.readString(folder.resolve("pipeline.yaml"))).contains("connector: postgres");
  }

  @Test
  void a_server_that_does_not_answer_is_told_without_a_stack_trace_or_the_password() {
    Invocation init =
        Invocation.in(
            folder,
            PASSWORD,
            "init",
            "--host",
            "127.0.0.1",
            "--port",
            "1",
            "--database",
            "x",
            "--user",
            "y");
    assertThat(init.code()).isEqualTo(3);
    assertThat(init.err()).contains("y@127.0.0.1:1/x").doesNotContain("\tat ", "s3cret-of-init");
    assertThat(folder.resolve("pipeline.yaml")).doesNotExist();
  }

  @Test
  void a_table_that_does_not_exist_is_named_with_those_that_do() {
    database.sql("create table orders (id int primary key)");
    Invocation init = init(PASSWORD, "--tables", "public.ordres");
    assertThat(init.code()).isEqualTo(2);
    assertThat(init.err()).contains("public.ordres", "public.orders");
  }

  @Test
  void without_a_terminal_what_is_needed_must_be_said() {
    Invocation init = Invocation.in(folder, "init");
    assertThat(init.code()).isEqualTo(2);
    assertThat(init.err()).contains("--database");
  }

  @Test
  void at_a_terminal_it_asks_for_what_the_options_do_not_say() throws IOException {
    database.sql(
        "create table orders (id int primary key)", "create table log (id int primary key)");
    String answers =
        String.join(
            "\n",
            server.host(),
            "" + server.port(),
            database.name(),
            server.user(),
            "public.orders",
            "asked",
            "team@example.com",
            "",
            "");
    Invocation init =
        Invocation.typing(
            folder,
            Map.of("SLUICE_PASSWORD", "x", "NO_COLOR", "1"),
            answers,
            "init",
            "--sslmode",
            "disable");
    assertThat(init.code()).as(init.err()).isZero();
    assertThat(init.err()).contains("PostgreSQL host (localhost): ", "Name of the pipeline");
    assertThat(Files.readString(folder.resolve("pipeline.yaml")))
        .contains("name: asked", "public.orders", "jdbc:duckdb:warehouse.duckdb")
        .doesNotContain("public.log");
  }

  private Invocation init(Map<String, String> environment, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "init",
                "--host",
                server.host(),
                "--port",
                "" + server.port(),
                "--database",
                database.name(),
                "--user",
                server.user(),
                "--sslmode",
                "disable"));
    arguments.addAll(List.of(more));
    return Invocation.in(folder, environment, arguments.toArray(String[]::new));
  }
}
