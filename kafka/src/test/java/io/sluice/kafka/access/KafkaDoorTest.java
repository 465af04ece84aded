package io.sluice.kafka.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.testkit.FreePort;
import io.sluice.testkit.kafka.SecuredBroker;
import io.sluice.testkit.kafka.SecuredBroker.Door;
import io.sluice.testkit.tls.CertificateAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody reads who says one thing wrong about a Kafka. */
class KafkaDoorTest {
  private static final String PASSWORD = "right-1-secret";

  private final SecuredBroker broker = SharedSecuredBroker.get();
  @TempDir private Path folder;
  private Map<String, String> client = new HashMap<>();

  @BeforeEach
  void visitor() {
    broker.user("visitor", PASSWORD);
    client = broker.client("visitor", PASSWORD);
  }

  private String refusal() {
    KafkaAccessException refused =
        catchThrowableOfType(KafkaAccessException.class, () -> new KafkaDoor(client).look());
    assertThat(refused).as("nobody was refused").isNotNull();
    assertThat(refused.sentence()).doesNotContain("secret");
    return refused.sentence();
  }

  private void through(Door door) {
    client.put("bootstrap.servers", broker.address(door));
  }

  @Test
  void who_says_everything_right_gets_in() {
    new KafkaDoor(client).look();
  }

  @Test
  void a_certificate_of_ones_own_gets_in_where_it_is_asked_for() {
    through(Door.MUTUAL);
    client.put("security.protocol", "SSL");
    client.put("ssl.keystore.location", broker.authority().keystore("client", "").toString());
    client.put("ssl.keystore.password", CertificateAuthority.PASSWORD);

    new KafkaDoor(client).look();
  }

  @Test
  void a_wrong_password_is_a_refused_login() {
    client.put("sasl.jaas.config", SecuredBroker.login("visitor", "wrong-secret"));

    assertThat(refusal())
        .startsWith("Kafka at " + broker.address(Door.CLIENTS) + " refuses the login: ")
        .contains("sasl.jaas.config");
  }

  @Test
  void a_mechanism_that_the_broker_has_not_is_named_with_those_that_it_has() {
    client.put("sasl.mechanism", "PLAIN");
    client.put(
        "sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"visitor\""
            + " password=\"x-secret\";");

    assertThat(refusal()).contains("sasl.mechanism").contains("SCRAM-SHA-512");
  }

  @Test
  void an_authority_that_is_not_trusted_is_told_from_a_bad_certificate() {
    client.put(
        "ssl.truststore.location",
        new CertificateAuthority(folder, "another", Clock.systemUTC()).truststore().toString());

    assertThat(refusal()).contains("signed by nobody that is trusted").contains("ssl.truststore");
  }

  @Test
  void a_certificate_that_is_over_is_told() {
    through(Door.EXPIRED);

    assertThat(refusal()).contains("its certificate has expired");
  }

  @Test
  void a_certificate_of_another_host_is_told() {
    through(Door.MISNAMED);

    assertThat(refusal()).contains("for another host name").contains("bootstrap.servers");
  }

  @Test
  void a_client_without_a_certificate_is_told_that_it_needs_one() {
    through(Door.MUTUAL);
    client.put("security.protocol", "SSL");

    assertThat(refusal()).contains("ssl.keystore.location");
  }

  @Test
  void a_client_without_tls_at_a_port_with_tls_does_not_run_out_of_memory() {
    client.put("security.protocol", "SASL_PLAINTEXT");

    assertThat(refusal())
        .contains("speaks TLS, and security.protocol is SASL_PLAINTEXT")
        .contains("security.protocol=SASL_SSL");
  }

  @Test
  void a_client_with_tls_at_a_port_without_is_told() {
    through(Door.UNENCRYPTED);

    assertThat(refusal())
        .contains("does not speak TLS")
        .contains("security.protocol=SASL_PLAINTEXT");
  }

  @Test
  void a_client_without_a_login_at_a_port_that_wants_one_is_told() {
    client.put("security.protocol", "SSL");

    assertThat(refusal()).contains("wants a login").contains("security.protocol=SASL_SSL");
  }

  @Test
  void a_client_with_a_login_at_a_port_that_knows_none_is_told() {
    through(Door.OPEN);
    client.put("security.protocol", "SASL_PLAINTEXT");

    assertThat(refusal()).contains("knows no login").contains("security.protocol=PLAINTEXT");
  }

  @Test
  void a_protocol_that_is_none_is_named() {
    client.put("bootstrap.servers", "localhost:1");
    client.put("security.protocol", "SASL_PLAIN");

    assertThat(refusal()).contains("SASL_PLAINTEXT", "but found 'SASL_PLAIN'");
  }

  @Test
  void a_trust_store_that_is_not_there_or_locked_is_named() {
    client.put("ssl.truststore.password", "wrong-secret");
    assertThat(refusal()).contains("test-ca-trust.p12").contains("its password is another");

    client.put("ssl.truststore.location", folder.resolve("away.p12").toString());
    assertThat(refusal()).contains("away.p12").contains("no such file");
  }

  @Test
  void one_broker_of_several_that_answers_is_enough_and_none_is_told() throws IOException {
    String away = "localhost:" + FreePort.claim();
    client.put("bootstrap.servers", away + "," + broker.address(Door.CLIENTS));
    new KafkaDoor(client).look();

    client.put("bootstrap.servers", away);
    assertThat(refusal()).startsWith("nobody listens at " + away);
  }

  @Test
  void another_service_is_told_from_a_broker() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 50, InetAddress.getByName("localhost"))) {
      Thread server = new Thread(() -> greet(other));
      server.start();
      client.put("bootstrap.servers", "localhost:" + other.getLocalPort());
      assertThat(refusal()).contains("is no Kafka broker");
    }
  }

  private static void greet(ServerSocket listening) {
    while (true) {
      try (Socket caller = listening.accept()) {
        caller.getOutputStream().write("220 ready\r\n".getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        return; // The test is over.
      }
    }
  }

  @Test
  void servers_without_a_port_are_refused() {
    client.put("bootstrap.servers", "localhost");

    assertThatThrownBy(() -> new KafkaDoor(client).look())
        .isInstanceOf(KafkaAccessException.class)
        .hasMessage("bootstrap.servers: expected host:port but found 'localhost'");
  }
}
