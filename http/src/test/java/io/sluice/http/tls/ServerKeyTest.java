package io.sluice.http.tls;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.testkit.tls.CertificateAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that are no keys. */
final class ServerKeyTest {
  private static final String PASSWORD = CertificateAuthority.PASSWORD;

  @TempDir Path folder;
  private CertificateAuthority authority;
  private Path store;

  @BeforeEach
  void makeKeys() {
    authority = new CertificateAuthority(folder, "ca", Clock.systemUTC());
    store = authority.keystore("server", "localhost");
  }

  @Test
  void a_file_that_is_no_key_is_told_with_what_was_expected() throws IOException {
    assertThatThrownBy(() -> ServerKey.read(store, "wrong"))
        .isInstanceOf(ServerKeyException.class)
        .hasMessageContaining(store.toString())
        .hasMessageContaining("with its password");
    assertThatThrownBy(() -> ServerKey.read(folder.resolve("missing.pem"), ""))
        .isInstanceOf(ServerKeyException.class)
        .hasMessageContaining("missing.pem");
    assertThatThrownBy(() -> ServerKey.read(authority.truststore(), PASSWORD))
        .hasMessageContaining("expected a private key");
    assertThatThrownBy(() -> ServerKey.read(authority.trustPem(), ""))
        .hasMessageContaining("expected one BEGIN PRIVATE KEY but found 0");
  }

  @ParameterizedTest
  @CsvSource({
    "RSA PRIVATE KEY, AAAA, openssl pkcs8",
    "PRIVATE KEY, AAAA, of none of these kinds",
    "PRIVATE KEY, A, no base64",
  })
  void a_key_in_another_form_is_told(String label, String base64, String message)
      throws IOException {
    Path pem =
        Files.writeString(
            folder.resolve("wrong.pem"),
            "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(label, base64));

    assertThatThrownBy(() -> ServerKey.read(pem, "")).hasMessageContaining(message);
  }
}
