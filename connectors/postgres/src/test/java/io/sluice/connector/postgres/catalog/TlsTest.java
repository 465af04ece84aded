package io.sluice.connector.postgres.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.PostgresConnector;
import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.SourceTaskHarness;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every {@code database.ssl*} setting, against a server that takes nobody without TLS. */
@Tag("long")
class TlsTest {

  private static final String PASSWORD = "secret1";

  @TempDir static Path folder;
  private static final PostgresServer server =
      PostgresServer.start(Map.of("log_connections", "on"));
  private static final PostgresDatabase database = server.newDatabase("shop");

  /** The server's own certificate is its authority; so is the client's. */
  @BeforeAll
  static void requireTls() throws Exception {
    database.sql("CREATE TABLE t(id int PRIMARY KEY)", "INSERT INTO t VALUES (1)");
    certificate("server", "localhost", "-ext", "san=dns:localhost");
    certificate("client", "postgres");
    certificate("other", "other");
    Path data = server.dataFolder();
    server.stop();
    Files.copy(folder.resolve("server.crt"), data.resolve("server.crt"));
    Files.copy(folder.resolve("server.key"), data.resolve("server.key"));
    Files.setPosixFilePermissions(
        data.resolve("server.key"), PosixFilePermissions.fromString("rw-------"));
    Files.copy(folder.resolve("client.crt"), data.resolve("clients.crt"));
    Files.writeString(
        data.resolve("postgresql.auto.conf"), "ssl = on\nssl_ca_file = 'clients.crt'\n");
    server.startAgain();
    Files.writeString(
        data.resolve("pg_hba.conf"),
        """
        hostnossl postgres all 127.0.0.1/32 trust
        hostssl all,replication tls 127.0.0.1/32 trust
        hostssl all,replication postgres 127.0.0.1/32 cert
        """);
    PostgresDatabase maintenance = server.existingDatabase("postgres");
    maintenance.sql("CREATE ROLE tls SUPERUSER REPLICATION LOGIN", "SELECT pg_reload_conf()");
    Awaitility.await().until(() -> !findings(config("tls", "disable", "localhost")).isEmpty());
  }

  @AfterAll
  static void close() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "disable,,localhost,false",
    "prefer,,localhost,true",
    "require,,127.0.0.1,true",
    "verify-ca,server.crt,127.0.0.1,true",
    "verify-ca,other.crt,localhost,false",
    "verify-full,server.crt,localhost,true",
    "verify-full,server.crt,127.0.0.1,false",
  })
  void the_server_is_checked_as_the_mode_says(
      String mode, @Nullable String root, String host, boolean connects) {
    Map<String, String> config = config("tls", mode, host);
    if (root != null) {
      config.put("database.sslrootcert", folder.resolve(root).toString());
    }
    if (connects) {
      assertThat(findings(config)).isEmpty();
      assertThat(snapshot(config)).isEqualTo(1);
    } else {
      assertThat(findings(config))
          .asString()
          .contains(mode.equals("disable") ? "refused role" : "cannot agree on TLS");
    }
  }

  @Test
  void a_client_shows_its_certificate_with_a_key_in_a_file() {
    Map<String, String> config = config("postgres", "verify-full", "localhost");
    config.put("database.sslrootcert", folder.resolve("server.crt").toString());
    assertThat(findings(config)).asString().contains("refused role");
    config.put("database.sslcert", folder.resolve("client.crt").toString());
    config.put("database.sslkey", folder.resolve("client.pk8").toString());

    assertThat(findings(config)).isEmpty();
    assertThat(snapshot(config)).isEqualTo(1);
  }

  @Test
  void a_client_shows_its_certificate_out_of_a_store_with_a_password() {
    Map<String, String> config = config("postgres", "verify-full", "localhost");
    config.put("database.sslrootcert", folder.resolve("server.crt").toString());
    config.put("database.sslkey", folder.resolve("client.p12").toString());
    config.put("database.sslpassword", PASSWORD);

    assertThat(findings(config)).isEmpty();
    assertThat(snapshot(config)).isEqualTo(1);
  }

  @Test
  void a_socket_factory_of_ones_own_is_used() {
    Map<String, String> config = config("tls", "require", "localhost");
    config.put("database.sslfactory", "org.postgresql.ssl.NonValidatingFactory");
    assertThat(findings(config)).isEmpty();
    config.put("database.sslfactory", "no.such.Factory");

    assertThat(findings(config)).isNotEmpty();
  }

  private static long snapshot(Map<String, String> config) {
    config.put("slot.name", "tls_" + System.nanoTime());
    config.put("slot.drop.on.stop", "true");
    try (SourceTaskHarness source = new SourceTaskHarness(PostgresConnector::new, config).start()) {
      return source.poll(1).size();
    }
  }

  private static List<String> findings(Map<String, String> config) {
    return new PostgresConnector()
        .validate(config).configValues().stream()
            .flatMap(value -> value.errorMessages().stream())
            .toList();
  }

  private static Map<String, String> config(String user, String mode, String host) {
    Map<String, String> config = new HashMap<>(TestSource.config(database));
    config.put("database.port", Integer.toString(server.port()));
    config.put("database.user", user);
    config.put("database.sslmode", mode);
    config.put("database.hostname", host);
    return config;
  }

  /** A key with a certificate that it signed itself: name.p12, .crt and .key (PEM), .pk8 (DER). */
  private static void certificate(String name, String commonName, String... options)
      throws Exception {
    Path store = folder.resolve(name + ".p12");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "user",
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-dname",
                "CN=" + commonName,
                "-ext",
                "bc:c=ca:true",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    Key key = keys.getKey("user", PASSWORD.toCharArray());
    Certificate certificate = keys.getCertificate("user");
    Path der = Files.write(folder.resolve(name + ".pk8"), key.getEncoded());
    Files.setPosixFilePermissions(der, PosixFilePermissions.fromString("rw-------"));
    pem(name + ".key", "PRIVATE KEY", key.getEncoded());
    pem(name + ".crt", "CERTIFICATE", certificate.getEncoded());
  }

  private static void pem(String file, String what, byte[] content) throws IOException {
    Files.writeString(
        folder.resolve(file),
        "-----BEGIN "
            + what
            + "-----\n"
            + Base64.getMimeEncoder().encodeToString(content)
            + "\n-----END "
            + what
            + "-----\n");
  }
}
