package io.sluice.cli.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.cli.Invocation;
import io.sluice.cli.console.ExitCode;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.kafka.SecuredBroker;
import io.sluice.testkit.kafka.SecuredBroker.Door;
import io.sluice.testkit.tls.CertificateAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.security.auth.login.Configuration;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cluster that asks who comes, TLS everywhere: what {@code sluice.yaml} says once is enough for a
 * worker, its connectors, and the commands that speak to either.
 */
class SecuredClusterTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String LOGIN_CONFIG = "java.security.auth.login.config";

  @TempDir private static Path shared;
  private static SecuredBroker broker;
  private static int port;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws IOException {
    broker = SecuredBroker.start(shared, Clock.systemUTC());
    for (ResourceType type :
        List.of(ResourceType.TOPIC, ResourceType.GROUP, ResourceType.TRANSACTIONAL_ID)) {
      broker.allow("sluice", type, "", AclOperation.ALL);
    }
    Files.writeString(shared.resolve("users.properties"), "deployer: rest-secret\n");
    Files.writeString(
        shared.resolve("rest.jaas"),
        "KafkaConnect {\n"
            + "  org.apache.kafka.connect.rest.basic.auth.extension.PropertyFileLoginModule"
            + " required file=\""
            + shared.resolve("users.properties")
            + "\";\n};\n");
    System.setProperty(LOGIN_CONFIG, shared.resolve("rest.jaas").toString());
    Configuration.setConfiguration(null);
  }

  @AfterAll
  static void stop() {
    broker.close();
    System.clearProperty(LOGIN_CONFIG);
    Configuration.setConfiguration(null);
  }

  @BeforeEach
  void project() throws IOException {
    broker.user("sluice", "kafka-secret");
    port = FreePort.claim();
    Files.writeString(folder.resolve("kafka.properties"), "password=kafka-secret\n");
    Files.writeString(folder.resolve("rest.properties"), "password=rest-secret\n");
    Files.copy(broker.authority().truststore(), folder.resolve("trust.p12"));
    Files.copy(broker.authority().trustPem(), folder.resolve("ca.pem"));
    Files.writeString(
        folder.resolve("sluice.yaml"),
        """
        name: acme
        kafka:
          bootstrap.servers: %s
          security.protocol: SASL_SSL
          sasl.mechanism: SCRAM-SHA-512
          sasl.jaas.config: >-
            org.apache.kafka.common.security.scram.ScramLoginModule required
            username="sluice" password="${file:kafka.properties:password}";
          ssl.truststore.location: trust.p12
          ssl.truststore.password: ${env:TRUST_PASSWORD}
        connect:
          url: https://localhost:%d
          username: deployer
          password: ${file:rest.properties:password}
          truststore: ca.pem
        """
            .formatted(broker.address(Door.CLIENTS), port));
    Files.writeString(
        folder.resolve("worker.properties"),
        """
        group.id=%1$s
        config.storage.topic=%1$s-configs
        offset.storage.topic=%1$s-offsets
        status.storage.topic=%1$s-status
        offset.storage.partitions=1
        status.storage.partitions=1
        listeners=https://localhost:%2$d
        listeners.https.ssl.keystore.location=%3$s
        listeners.https.ssl.keystore.password=%4$s
        listeners.https.ssl.key.password=%4$s
        listeners.https.ssl.truststore.location=%5$s
        listeners.https.ssl.truststore.password=%4$s
        rest.extension.classes=org.apache.kafka.connect.rest.basic.auth.extension.BasicAuthSecurityRestExtension
        """
            .formatted(
                "workers-" + port,
                port,
                broker.authority().keystore("rest", "localhost"),
                CertificateAuthority.PASSWORD,
                broker.authority().truststore()));
    Files.writeString(
        folder.resolve("lines.yaml"),
        """
        name: lines%d
        source:
          connector: org.apache.kafka.connect.file.FileStreamSourceConnector
          config: {file: "%s", topic: lines}
        topic: lines%d
        converters: {key.converter: connect-json-with-schemas, value.converter: connect-json-with-schemas}
        sinks:
          - name: copy
            connector: org.apache.kafka.connect.file.FileStreamSinkConnector
            config: {file: "%s"}
        """
            .formatted(port, folder.resolve("lines.txt"), port, copy()));
  }

  @Test
  void what_is_said_once_is_enough_for_worker_connectors_and_commands() throws IOException {
    try (RunningWorker worker = worker()) {
      ready(worker);
      line("one");

      Invocation deployed = sluice("deploy", "--yes");
      assertThat(deployed.code()).as(deployed.out() + deployed.err()).isZero();
      await().atMost(SOON).untilAsserted(() -> assertThat(copy()).exists());
      await()
          .atMost(SOON)
          .untilAsserted(() -> assertThat(Files.readString(copy())).contains("one"));

      Invocation offsets = sluice("offsets", "get", "lines.yaml");
      assertThat(offsets.code()).as(offsets.out() + offsets.err()).isZero();
      Invocation letters = sluice("dlq", "ls", "lines.yaml");
      assertThat(letters.code()).as(letters.out() + letters.err()).isZero();
      refusals();
      assertThat(worker.said() + deployed + offsets + letters).doesNotContain("-secret");
    }
  }

  /** What the commands say where one thing is wrong; each in a line, and without what is secret. */
  private void refusals() throws IOException {
    Files.writeString(folder.resolve("rest.properties"), "password=wrong-secret\n");
    refused("with 401", "Mind connect.username and connect.password", "plan");

    Files.copy(
        new CertificateAuthority(folder, "stranger", Clock.systemUTC()).trustPem(),
        folder.resolve("ca.pem"),
        StandardCopyOption.REPLACE_EXISTING);
    refused("signed by nobody that is trusted here", "connect.truststore in sluice.yaml", "plan");
    refused("Is its URL one with https://", "", "plan", "--connect", "http://localhost:" + port);

    Files.writeString(folder.resolve("kafka.properties"), "password=wrong-secret\n");
    refused("refuses the login", "Mind user name and password", "dlq", "ls", "lines.yaml");
    Files.writeString(folder.resolve("kafka.properties"), "password=kafka-secret\n");
    refused(
        "speaks TLS, and security.protocol is PLAINTEXT",
        "security.protocol=SASL_SSL",
        "worker",
        "--listen",
        "127.0.0.1:0",
        "--config",
        plain());
  }

  private String plain() throws IOException {
    return Files.writeString(
            folder.resolve("plain.properties"),
            "bootstrap.servers=" + broker.address(Door.CLIENTS) + "\ngroup.id=plain\n")
        .toString();
  }

  private void refused(String reason, String advice, String... command) {
    Invocation said = sluice(command);

    assertThat(said.code()).as(said.out() + said.err()).isEqualTo(ExitCode.UNREACHABLE.number());
    assertThat(said.err()).contains(reason).contains(advice).doesNotContain("-secret");
  }

  @Test
  @Tag("long")
  void a_worker_that_is_not_let_in_any_more_joins_again_with_the_password_of_then()
      throws IOException {
    try (RunningWorker worker = worker()) {
      ready(worker);
      line("one");
      Invocation deployed = sluice("deploy", "--yes");
      assertThat(deployed.code()).as(deployed.out() + deployed.err()).isZero();
      await().atMost(SOON).untilAsserted(() -> assertThat(copy()).exists());
      await()
          .atMost(SOON)
          .untilAsserted(() -> assertThat(Files.readString(copy())).contains("one"));

      broker.user("sluice", "other-secret");
      await().atMost(SOON).until(() -> worker.said().contains("refuses the login"));
      whatIsWrongInItsFilesMeanwhileIsSaid(worker);
      Files.writeString(folder.resolve("kafka.properties"), "password=other-secret\n");
      await().atMost(SOON).until(() -> worker.said().contains("Joined again."));
      line("two");

      await()
          .atMost(SOON)
          .untilAsserted(() -> assertThat(Files.readString(copy())).contains("two"));
      assertThat(worker.isAlive()).as(worker.said()).isTrue();
      assertThat(worker.said()).doesNotContain("-secret");
    }
  }

  /** As when somebody writes them just then; that ends a worker only where it begins. */
  private void whatIsWrongInItsFilesMeanwhileIsSaid(RunningWorker worker) throws IOException {
    Path project = folder.resolve("sluice.yaml");
    Path config = folder.resolve("worker.properties");
    String right = Files.readString(project);
    Files.writeString(project, right.replace("connect:", "connect: {"));
    said(worker, project + ":");
    Files.writeString(project, "name: acme\n");
    said(worker, "it is not said any more where Kafka is");
    Files.writeString(project, right);
    Files.move(config, folder.resolve("moved.properties"));
    said(worker, "cannot read " + config);
    Files.move(folder.resolve("moved.properties"), config);
  }

  private static void said(RunningWorker worker, String text) {
    await().atMost(SOON).untilAsserted(() -> assertThat(worker.said()).contains(text));
    assertThat(worker.isAlive()).as(worker.said()).isTrue();
  }

  private RunningWorker worker() {
    return new RunningWorker(
        folder,
        environment(),
        "worker",
        "--config",
        folder.resolve("worker.properties").toString());
  }

  private static void ready(RunningWorker worker) {
    await().atMost(SOON).until(() -> !worker.isAlive() || worker.said().contains("Ready after"));
    assertThat(worker.said()).contains("Kafka Connect https://localhost:" + port);
  }

  private Invocation sluice(String... command) {
    return Invocation.in(folder, environment(), command);
  }

  private static Map<String, String> environment() {
    return Map.of("TRUST_PASSWORD", CertificateAuthority.PASSWORD);
  }

  private void line(String line) throws IOException {
    Files.writeString(
        folder.resolve("lines.txt"),
        line + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private Path copy() {
    return folder.resolve("copy.txt");
  }
}
