package io.sluice.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Invocation;
import io.sluice.testkit.PostgresServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The registry as a command: what it serves, where it keeps it, and what it says of mistakes. */
final class RegistryCommandTest {
  private static final String SCHEMA = "{\"schema\":\"\\\"int\\\"\"}";

  @TempDir Path folder;

  @Test
  void it_serves_what_is_in_the_state_of_its_folder() throws Exception {
    try (RunningRegistry registry = new RunningRegistry(folder, Map.of())) {
      assertThat(registry.said()).contains("Registry http://127.0.0.1:", ".sluice", "Ready after");
      assertThat(registry.ask("/subjects/a/versions", SCHEMA).body()).isEqualTo("{\"id\":1}");
    }
    try (RunningRegistry registry = new RunningRegistry(folder, Map.of(), "-o", "json")) {
      assertThat(registry.said()).contains("\"registry\" : \"http://127.0.0.1:", "\"state\" : ");
      assertThat(registry.ask("/subjects", "").body()).isEqualTo("[\"a\"]");
    }
    assertThat(folder.resolve(".sluice/state.db")).exists();
    assertThat(folder.resolve(".sluice/logs/registry.log")).exists();
  }

  @Test
  void two_of_them_on_a_postgres_serve_the_same() throws Exception {
    String url = PostgresServer.shared().newDatabase().jdbcUrl();
    try (RunningRegistry one = new RunningRegistry(folder, Map.of("SLUICE_STATE_URL", url));
        RunningRegistry other = new RunningRegistry(folder, Map.of(), "--state-url", url)) {
      assertThat(one.said()).contains("State    PostgreSQL at ");
      one.ask("/subjects/a/versions", SCHEMA);
      assertThat(other.ask("/schemas/ids/1", "").body()).isEqualTo(SCHEMA);
    }
  }

  @Test
  void users_are_asked_for_a_token_that_the_command_made() throws Exception {
    Invocation made = Invocation.in(folder, "registry", "user", "ci", "--token", "-o", "json");
    Files.writeString(folder.resolve("users"), made.json().get("line").asText());
    String token = made.json().get("token").asText();

    try (RunningRegistry registry = new RunningRegistry(folder, Map.of(), "--users", "users")) {
      assertThat(registry.ask("/subjects", "").statusCode()).isEqualTo(401);
      assertThat(registry.ask("/subjects", "", "Authorization", "Bearer " + token).statusCode())
          .isEqualTo(200);
    }
    assertThat(Files.readString(folder.resolve(".sluice/logs/registry.log"))).doesNotContain(token);
  }

  @Test
  void a_password_is_read_and_only_its_hash_printed() {
    Invocation made =
        Invocation.typing(folder, Map.of(), "correct horse\n", "registry", "user", "alice");

    assertThat(made.code()).isZero();
    assertThat(made.out()).startsWith("alice:write:pbkdf2-sha512$210000$").doesNotContain("horse");
    assertThat(made.err()).doesNotContain("horse");
    assertThat(Invocation.typing(folder, Map.of(), "short\n", "registry", "user", "alice").code())
        .isEqualTo(2);
    assertThat(Invocation.in(folder, "registry", "user", "a:b", "--token").code()).isEqualTo(2);
    assertThat(Invocation.in(folder, "registry", "user", "ci", "--read-only", "--token").out())
        .startsWith("ci:read:sha256$");
  }

  @Test
  void who_listens_for_others_without_users_is_warned() throws Exception {
    try (RunningRegistry registry = new RunningRegistry(folder, Map.of(), "--listen", "0.0.0.0")) {
      assertThat(registry.said()).contains("Whoever reaches 0.0.0.0", "--users says who may");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--port, 70000, 2, '--port: expected 0 to 65535 but found 70000'",
    "--max-body, 0, 2, '--max-body: expected 1 to 1024 but found 0'",
    "--users, missing, 5, '--users: there is no file '",
    "--users, ., 2, 'the file of users cannot be read'",
    "--tls, missing.p12, 5, '--tls: there is no file '",
    "--tls, ., 2, 'the key cannot be read'",
    "--state-url, jdbc:mysql://me:hidden-word@x/y, 2, '--state-url: expected jdbc:postgresql://'",
    "--state-url, jdbc:postgresql:/hidden-word, 2, '--state-url: expected jdbc:postgresql://'",
  })
  void a_mistake_is_told_before_anything_starts(
      String option, String value, int code, String message) {
    Invocation registry = Invocation.in(folder, "registry", option, value);

    assertThat(registry.code()).isEqualTo(code);
    assertThat(registry.err())
        .startsWith("sluice: ")
        .contains(message)
        .doesNotContain("hidden-word", "Exception", "\tat ");
    assertThat(folder.resolve(".sluice/state.db")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"registry", "'schema ls'"})
  void a_wrong_address_in_the_environment_is_told_by_its_name(String command) {
    Map<String, String> environment = Map.of("SLUICE_STATE_URL", "jdbc:mysql://u:hidden-word@x/y");
    Invocation registry = Invocation.in(folder, environment, command.split(" "));

    assertThat(registry.code()).isEqualTo(2);
    assertThat(registry.err())
        .startsWith("sluice: SLUICE_STATE_URL: expected jdbc:postgresql://")
        .doesNotContain("hidden-word", "\tat ");
  }

  @Test
  void state_here_and_there_at_once_is_refused() {
    Invocation registry =
        Invocation.in(
            folder, "registry", "--state", "s", "--state-url", "jdbc:postgresql://localhost/x");

    assertThat(registry.code()).isEqualTo(2);
    assertThat(registry.err()).contains("--state and --state-url");
  }

  @Test
  void a_port_that_is_taken_is_told_with_what_to_do() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Invocation registry =
          Invocation.in(folder, "registry", "--port", String.valueOf(taken.getLocalPort()));

      assertThat(registry.code()).isEqualTo(4);
      assertThat(registry.err()).contains("127.0.0.1:" + taken.getLocalPort(), "--port names");
    }
  }

  @Test
  void an_address_of_another_machine_is_told() {
    Invocation registry = Invocation.in(folder, "registry", "--listen", "192.0.2.7");

    assertThat(registry.code()).isEqualTo(4);
    assertThat(registry.err()).contains("192.0.2.7:8081");
    assertThat(Invocation.in(folder, "registry", "--listen", "nohost.invalid").err())
        .contains("nohost.invalid:8081");
  }

  @Test
  void state_that_cannot_be_used_is_told_by_its_file() throws IOException {
    Path state = Files.createDirectories(folder.resolve(".sluice"));
    Files.writeString(state.resolve("state.db"), "this is no database at all, but a text");
    Invocation registry = Invocation.in(folder, "registry", "--port", "0");

    assertThat(registry.code()).isEqualTo(6);
    assertThat(registry.err()).contains("state.db");
  }

  @Test
  void a_server_that_does_not_answer_is_told_without_the_password() {
    String url = "jdbc:postgresql://127.0.0.1:1/x?user=me&password=secret-word";
    Invocation registry = Invocation.in(folder, Map.of("SLUICE_STATE_URL", url), "registry");

    assertThat(registry.code()).isEqualTo(3);
    assertThat(registry.err())
        .contains("127.0.0.1", "is it running")
        .doesNotContain("secret-word", "last write");
  }
}
