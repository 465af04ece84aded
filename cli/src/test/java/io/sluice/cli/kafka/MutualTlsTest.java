package io.sluice.cli.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.cli.Invocation;
import io.sluice.cli.console.ExitCode;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.tls.CertificateAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two workers whose REST API wants to see a certificate of everybody, each other included: of two,
 * the one that does not lead has to ask the other.
 */
@Tag("long")
class MutualTlsTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Pattern KAFKA = Pattern.compile("Kafka +([0-9.]+:[0-9]+)");
  private static final String STORED =
      "keystore: %s\n  keystore.password: " + CertificateAuthority.PASSWORD;

  @TempDir private static Path shared;
  private static CertificateAuthority authority;
  private static RunningWorker first;
  private static RunningWorker second;
  private static int firstPort;
  private static int secondPort;
  private static String brokers;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws IOException {
    authority = new CertificateAuthority(shared, "mutual-ca", Clock.systemUTC());
    firstPort = FreePort.claim();
    first = worker("first", firstPort, "--kafka-port", "0");
    Matcher said = KAFKA.matcher(first.said());
    assertThat(said.find()).as(first.said()).isTrue();
    brokers = said.group(1);
    secondPort = FreePort.claim();
    second = worker("second", secondPort, "--bootstrap", brokers);
  }

  @AfterAll
  static void stop() {
    second.close();
    first.close();
  }

  @Test
  void who_shows_a_certificate_is_let_in_by_any_worker() throws IOException {
    Map<Integer, String> identities =
        Map.of(
            firstPort,
            "keystore: " + authority.keyPem("deployer"),
            secondPort,
            STORED.formatted(authority.keystore("operator", "")));

    for (int port : identities.keySet()) {
      project(port, Objects.requireNonNull(identities.get(port)));
      Path copy = pipeline("lines" + port);

      done("plan");
      done("deploy", "--yes");
      await()
          .atMost(SOON)
          .untilAsserted(() -> assertThat(copy).exists().content().contains("a line"));
      assertThat(done("status", "lines.yaml", "-o", "json").json().path("connectors")).hasSize(2);
      done("offsets", "get", "lines.yaml");
      done("offsets", "reset", "lines.yaml", "--yes");
    }
  }

  @Test
  void who_shows_none_or_a_strangers_is_told_so_and_what_to_do() throws IOException {
    CertificateAuthority strange = new CertificateAuthority(folder, "strange", Clock.systemUTC());
    for (String identity :
        List.of(
            "",
            "keystore: " + strange.keyPem("stranger"),
            STORED.formatted(authority.expiredKeystore("late", "")))) {
      project(firstPort, identity);
      pipeline("refused");
      for (String command : List.of("plan", "deploy", "status", "offsets")) {
        Invocation said =
            switch (command) {
              case "status" -> sluice("status", "lines.yaml");
              case "offsets" -> sluice("offsets", "get", "lines.yaml");
              case "deploy" -> sluice("deploy", "--yes");
              default -> sluice(command);
            };
        assertThat(said.code())
            .as(identity + command + said.out() + said.err())
            .isEqualTo(ExitCode.UNREACHABLE.number());
        assertThat(said.err())
            .as(identity + command)
            .contains("https://localhost:" + firstPort)
            .contains("does not accept the certificate that it was shown, or was shown none")
            .contains("connect.keystore in sluice.yaml")
            .doesNotContain(CertificateAuthority.PASSWORD);
      }
    }
  }

  private void project(int port, String identity) throws IOException {
    Files.writeString(
        folder.resolve("sluice.yaml"),
        """
        name: acme
        kafka: {bootstrap.servers: "%s"}
        connect:
          url: https://localhost:%d
          truststore: %s
          %s
        """
            .formatted(brokers, port, authority.trustPem(), identity));
  }

  /** Gives the file that its sink writes. */
  private Path pipeline(String name) throws IOException {
    Path copy = folder.resolve(name + ".copy");
    Files.writeString(folder.resolve("lines.txt"), "a line\n");
    Files.writeString(
        folder.resolve("lines.yaml"),
        """
        name: %1$s
        source:
          connector: org.apache.kafka.connect.file.FileStreamSourceConnector
          config: {file: "%2$s", topic: %1$s}
        topic: %1$s
        converters: {key.converter: connect-json-with-schemas, value.converter: connect-json-with-schemas}
        sinks:
          - name: copy
            connector: org.apache.kafka.connect.file.FileStreamSinkConnector
            config: {file: "%3$s"}
        """
            .formatted(name, folder.resolve("lines.txt"), copy));
    return copy;
  }

  private Invocation done(String... command) {
    Invocation said = sluice(command);
    assertThat(said.code()).as(said.out() + said.err()).isZero();
    return said;
  }

  private Invocation sluice(String... command) {
    return Invocation.in(folder, command);
  }

  private static RunningWorker worker(String name, int port, String... arguments)
      throws IOException {
    Path folder = Files.createDirectories(shared.resolve(name));
    Path config =
        Files.writeString(
            folder.resolve("worker.properties"),
            """
            listeners=https://localhost:%1$d
            listeners.https.ssl.client.auth=required
            listeners.https.ssl.keystore.location=%2$s
            listeners.https.ssl.keystore.password=%4$s
            listeners.https.ssl.key.password=%4$s
            listeners.https.ssl.truststore.location=%3$s
            listeners.https.ssl.truststore.password=%4$s
            """
                .formatted(
                    port,
                    authority.keystore("worker-" + name, "localhost"),
                    authority.truststore(),
                    CertificateAuthority.PASSWORD));
    RunningWorker worker =
        new RunningWorker(
            folder,
            Map.of(),
            Stream.concat(Stream.of("worker", "--config", config.toString()), Stream.of(arguments))
                .toArray(String[]::new));
    await().atMost(SOON).until(() -> !worker.isAlive() || worker.said().contains("Ready after"));
    assertThat(worker.said()).contains("Kafka Connect https://localhost:" + port);
    return worker;
  }
}
