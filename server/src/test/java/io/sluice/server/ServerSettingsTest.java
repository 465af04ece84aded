package io.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.server.ServerSpec;
import io.sluice.project.Project;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerSettingsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, , false",
    "localhost, , false",
    "0.0.0.0, , true",
    "0.0.0.0, http://sluice.example.com, true",
    "0.0.0.0, https://sluice.example.com, false"
  })
  void who_lets_others_in_without_TLS_is_warned(String host, String url, boolean warned) {
    ServerSpec usual = ServerSpec.DEFAULT;
    try (Project project = Projects.in(folder)) {
      ServerSettings settings =
          ServerSettings.of(
              project,
              new ServerSpec(
                  host,
                  0,
                  Optional.ofNullable(url),
                  usual.tls(),
                  usual.trustedProxies(),
                  usual.sessions(),
                  usual.tokens(),
                  usual.oidc()),
              true,
              "state.db",
              "1");

      assertThat(settings.warnings()).hasSize(warned ? 1 : 0);
      assertThat(settings.warnings()).allMatch(one -> one.contains("server.tls"));
    }
  }
}
