package io.sluice.pipeline.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.Problem;
import io.sluice.pipeline.server.Network;
import io.sluice.pipeline.server.OidcSpec;
import io.sluice.pipeline.server.ServerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerSettingsTest {
  @TempDir private Path folder;

  private ProjectFileReader.ProjectRead read(String yaml) throws IOException {
    Files.writeString(folder.resolve("sluice.yaml"), yaml);
    return new ProjectFileReader().read(folder);
  }

  @Test
  void every_key_of_the_server_is_read() throws IOException {
    ProjectFileReader.ProjectRead read =
        read(
            """
            server:
              host: 0.0.0.0
              port: 8443
              url: https://sluice.example.com/
              tls: {file: server.p12, password: '${env:TLS}'}
              trusted_proxies: [10.0.0.0/8, '::1']
              sessions: {idle: 30m, longest: 1d}
              tokens: {lifetime: 7d, longest: 30d}
              oidc:
                issuer: https://idp.example.com/realms/x
                client.id: sluice
                client.secret: ${env:OIDC}
                scopes: [openid, groups]
                name: upn
                claim: realm_access.roles
                roles:
                  - {value: platform, role: admin}
                  - {value: shop-team, role: operator, namespace: shop}
            """);
    ServerSpec server = read.project().server();

    assertThat(read.problems()).isEmpty();
    assertThat(server.host()).isEqualTo("0.0.0.0");
    assertThat(server.port()).isEqualTo(8443);
    assertThat(server.url()).contains("https://sluice.example.com");
    assertThat(server.tls().orElseThrow().values())
        .isEqualTo(Map.of("file", "server.p12", "password", "${env:TLS}"));
    assertThat(server.trustedProxies()).extracting(Network::toString).contains("10.0.0.0/8", "::1");
    assertThat(server.sessions())
        .isEqualTo(new ServerSpec.Sessions(Duration.ofMinutes(30), Duration.ofDays(1)));
    assertThat(server.tokens())
        .isEqualTo(new ServerSpec.Tokens(Duration.ofDays(7), Duration.ofDays(30)));
    OidcSpec oidc = server.oidc().orElseThrow();
    assertThat(oidc.client().values())
        .isEqualTo(
            Map.of(
                "issuer", "https://idp.example.com/realms/x",
                "client.id", "sluice",
                "client.secret", "${env:OIDC}"));
    assertThat(oidc.client().placeOf("client.secret").line()).isEqualTo(12);
    assertThat(oidc.scopes()).containsExactly("openid", "groups");
    assertThat(oidc.nameClaim()).contains("upn");
    assertThat(oidc.claim()).isEqualTo("realm_access.roles");
    assertThat(oidc.roles())
        .containsExactly(
            new OidcSpec.RoleRule("platform", OidcSpec.RoleName.ADMIN, "*"),
            new OidcSpec.RoleRule("shop-team", OidcSpec.RoleName.OPERATOR, "shop"));
  }

  @Test
  void a_project_that_says_nothing_is_served_on_this_machine_alone() throws IOException {
    assertThat(read("name: shop\n").project().server()).isEqualTo(ServerSpec.DEFAULT);
    assertThat(ServerSpec.DEFAULT.host()).isEqualTo("127.0.0.1");
  }

  @Test
  void what_is_wrong_is_told_at_its_line() throws IOException {
    assertThat(
            read("""
            server:
              prot: 80
              port: 70000
              url: https://u:p@h/path
              tls: {fiel: x}
              trusted_proxies: [proxy.example.com]
              sessions: {idle: 30d}
              oidc:
                issuer: http://idp.example.com
                client.id: a
                roles: [{value: x, role: owner}]
            """)
                .problems())
        .extracting(problem -> problem.place().line() + " " + problem.place().path())
        .contains(
            "2 server.prot",
            "3 server.port",
            "5 server.tls.fiel",
            "7 server.sessions.idle",
            "11 server.oidc.roles[0].role");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "url: https://u:p@h | server.url",
        "url: ftp://h | server.url",
        "url: https://h/path | server.url",
        "tls: {password: x} | server.tls.file",
        "trusted_proxies: [proxy.example.com] | server.trusted_proxies",
        "trusted_proxies: [10.0.0.0/33] | server.trusted_proxies",
        "oidc: {issuer: 'http://idp.example.com', client.id: a} | server.oidc.issuer",
        "oidc: {issuer: 'https://idp.example.com'} | server.oidc.client.id",
        "tokens: {lifetime: 10d, longest: 9d} | server.tokens.lifetime",
        "tokens: {longest: 30d} | server.tokens.longest"
      })
  void a_single_mistake_is_told_once(String line, String path) throws IOException {
    List<Problem> problems = read("server:\n  " + line + "\n").problems();

    assertThat(problems).extracting(problem -> problem.place().path()).containsExactly(path);
  }

  @Test
  void a_provider_on_this_machine_needs_no_tls() throws IOException {
    assertThat(
            read("server: {oidc: {issuer: 'http://localhost:8081/x', client.id: a}}\n").problems())
        .isEmpty();
  }
}
