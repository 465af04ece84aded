package io.sluice.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.http.tls.ServerKey;
import io.sluice.testkit.tls.CertificateAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Clock;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTPS, by either form of a key. */
final class TlsTest {
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
  void a_key_store_serves_who_trusts_it_and_nobody_else() throws Exception {
    ServerKey key = ServerKey.read(store, PASSWORD);
    try (ServedRegistry served = serve(key)) {
      assertThat(get(trusting(), served).body()).isEqualTo("[]");
      assertThatThrownBy(() -> get(HttpClient.newHttpClient(), served))
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void pem_serves_as_well() throws Exception {
    Path pem = pemOf(store);
    try (ServedRegistry served = serve(ServerKey.read(pem, ""))) {
      assertThat(get(trusting(), served).body()).isEqualTo("[]");
    }
  }

  private ServedRegistry serve(ServerKey key) {
    return ServedRegistry.in(folder.resolve("state"), settings -> settings.with(key));
  }

  private static HttpResponse<String> get(HttpClient client, ServedRegistry served)
      throws IOException, InterruptedException {
    assertThat(served.url().getScheme()).isEqualTo("https");
    URI url = URI.create("https://localhost:" + served.port() + "/subjects");
    return client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
  }

  private HttpClient trusting() throws GeneralSecurityException, IOException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(loaded(authority.truststore()));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  private static KeyStore loaded(Path file) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  private Path pemOf(Path file) throws GeneralSecurityException, IOException {
    KeyStore keys = loaded(file);
    String alias = keys.aliases().nextElement();
    StringBuilder text = new StringBuilder();
    append(text, "PRIVATE KEY", keys.getKey(alias, PASSWORD.toCharArray()).getEncoded());
    for (Certificate certificate : keys.getCertificateChain(alias)) {
      append(text, "CERTIFICATE", certificate.getEncoded());
    }
    return Files.writeString(folder.resolve("server.pem"), text);
  }

  private static void append(StringBuilder text, String label, byte[] bytes) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    text.append("-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(label, base64));
  }
}
