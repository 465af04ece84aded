package io.sluice.cli.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Invocation;
import io.sluice.cli.console.ExitCode;
import io.sluice.http.tls.ServerKey;
import io.sluice.registry.Registry;
import io.sluice.registry.http.RegistryServer;
import io.sluice.registry.http.ServerSettings;
import io.sluice.registry.http.access.Users;
import io.sluice.schema.formats.SchemaFormats;
import io.sluice.state.StateDatabase;
import io.sluice.testkit.tls.CertificateAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How one gets into a registry that asks who comes, and is to be known by its certificate. */
class SchemaLoginTest {
  private static final String PASSWORD = "correct horse";

  @TempDir Path folder;
  @TempDir Path served;
  private StateDatabase state;
  private RegistryServer server;
  private String url;

  @BeforeEach
  void serve() throws IOException {
    Clock clock = Clock.systemUTC();
    CertificateAuthority authority = new CertificateAuthority(folder, "ca", clock);
    Files.copy(authority.trustPem(), folder.resolve("trusted.pem"));
    Invocation line =
        Invocation.typing(folder, Map.of(), PASSWORD + "\n", "registry", "user", "ada");
    Path users = Files.writeString(served.resolve("users"), line.out());
    state = StateDatabase.open(served, clock);
    ServerKey key =
        ServerKey.read(authority.keystore("server", "localhost"), CertificateAuthority.PASSWORD);
    server =
        RegistryServer.start(
            Registry.open(state, SchemaFormats.standard(), clock),
            ServerSettings.local(0, "test").knowing(Users.of(users)).with(key));
    url = "https://localhost:" + server.url().getPort();
  }

  @AfterEach
  void stop() {
    server.close();
    state.close();
  }

  @Test
  void the_project_file_says_it_with_paths_from_its_folder_on() throws IOException {
    write(
        "sluice.yaml",
        """
        registry:
          url: %s
          basic.auth.user.info: ${env:LOGIN}
          ssl.truststore.location: trusted.pem
          ssl.truststore.type: PEM
        """
            .formatted(url));
    write("order.avsc", "\"string\"");

    Invocation registered = in("ada:" + PASSWORD, "register", "order.avsc");
    Invocation listed = in("ada:" + PASSWORD, "ls", "-o", "json");
    Invocation refused = in("ada:another horse", "ls");

    assertThat(registered.code()).as(registered.err()).isZero();
    assertThat(listed.json().at("/subjects/0/subject").asText()).isEqualTo("order");
    assertThat(refused.code()).isEqualTo(ExitCode.UNREACHABLE.number());
    assertThat(refused.err()).contains("401", "localhost").doesNotContain("another horse");
  }

  @Test
  void a_file_of_properties_says_it_by_the_names_of_clients() throws IOException {
    write(
        "registry.properties",
        """
        schema.registry.url=%s
        basic.auth.credentials.source=USER_INFO
        basic.auth.user.info=ada:%s
        schema.registry.ssl.truststore.location=%s
        schema.registry.ssl.truststore.type=PEM
        """
            .formatted(url, PASSWORD, folder.resolve("trusted.pem")));
    // The command line goes before the project.
    write("sluice.yaml", "registry: http://127.0.0.1:1\n");

    Invocation listed = in("", "ls", "--registry-config", "registry.properties");

    assertThat(listed.code()).as(listed.err()).isZero();
    assertThat(listed.out()).contains("No subjects.");
  }

  @Test
  void who_does_not_trust_it_is_told_so() throws IOException {
    write(
        "sluice.yaml",
        "registry: {url: '%s', basic.auth.user.info: 'ada:%s'}\n".formatted(url, PASSWORD));

    Invocation listed = in("", "ls");

    assertThat(listed.code()).isEqualTo(ExitCode.UNREACHABLE.number());
    assertThat(listed.err()).contains("localhost").doesNotContain(PASSWORD);
  }

  private Invocation in(String login, String... arguments) {
    List<String> all = new ArrayList<>(List.of("schema"));
    all.addAll(Arrays.asList(arguments));
    return Invocation.in(folder, Map.of("LOGIN", login), all.toArray(String[]::new));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }
}
