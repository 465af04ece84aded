package io.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Passwords in files that are wrong are as hidden as those in files that are right. */
@Timeout(120)
class HiddenSettingsTest extends NewPipelineBed {
  private static final String SECRET = "Zed99";

  /** What an author writes where {@code database.password: "..."} is meant. */
  private static final List<String> SLIPS =
      List.of(
          "database.passwort: Zed99-key",
          "database.passwrd: Zed99-key",
          "database.passsword: Zed99-key",
          "database.kennwort: Zed99-key",
          "database: {passphrse: Zed99-key}",
          "database.password:Zed99-glued",
          "database.password: *Zed99-alias",
          "database.password: !Zed99-tag",
          "database.password: &Zed99-anchor",
          "database.password: {{ Zed99-templ }}",
          "database.password: '#'\n    other: Zed99-value",
          "database.password: #Zed99-comment",
          "database.password: @Zed99-at",
          "database.password: 'Zed99-open");

  @Test
  void nobody_who_may_only_look_is_shown_the_password_of_a_broken_file() throws IOException {
    for (int i = 0; i < SLIPS.size(); i++) {
      Files.writeString(
          folder.resolve("s" + i + ".yaml"),
          """
          name: s%d
          source:
            connector: io.sluice.connector.postgres.PostgresConnector
            config:
              database.hostname: 127.0.0.1
              %s
          sinks:
            - connector: file-stream
              config: {file: out.txt}
          """
              .formatted(i, SLIPS.get(i)));
    }
    String viewer = token("*", "viewer");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> get(viewer, "/pipelines/s13").statusCode() == 200);

    for (int i = 0; i < SLIPS.size(); i++) {
      for (String path :
          List.of(
              "/pipelines/s" + i,
              "/pipelines/s" + i + "/settings",
              "/api/v1/pipelines/s" + i,
              "/api/v1/pipelines/s" + i + "/configuration",
              "/api/v1/pipelines/s" + i + "/file",
              "/health/pipelines/s" + i)) {
        hidden(SLIPS.get(i), get(viewer, path));
      }
    }
    for (String path : List.of("/", "/plan", "/api/v1/pipelines", "/api/v1/plan", "/metrics")) {
      hidden("any", get(viewer, path));
    }
    try (Stream<Path> kept = Files.list(folder.resolve(".sluice"))) {
      for (Path file : kept.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as(file.getFileName().toString())
            .doesNotContain(SECRET);
      }
    }
    assertThat(get(viewer, "/pipelines/s0/settings").body())
        .contains("database.hostname", "127.0.0.1", "(hidden)");
    assertThat(get(viewer, "/api/v1/pipelines/s6").body()).contains("begins with * needs quotes");
  }

  private static void hidden(String slip, HttpResponse<String> answer) {
    assertThat(answer.body()).as(slip + " at " + answer.uri()).doesNotContain(SECRET);
  }
}
