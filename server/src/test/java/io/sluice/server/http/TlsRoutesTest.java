package io.sluice.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.http.tls.ServerKey;
import io.sluice.pipeline.server.Network;
import io.sluice.server.http.event.Event;
import io.sluice.server.http.event.EventHub;
import io.sluice.server.http.route.Access;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Reply;
import io.sluice.server.http.route.Route;
import io.sluice.testkit.tls.CertificateAuthority;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is different where the client speaks TLS: to this server, or to a proxy before it. */
@Timeout(60)
class TlsRoutesTest {
  private static final Route WHO =
      Route.get("/who")
          .needs(Access.open())
          .does(
              request ->
                  Answer.json(Map.of("address", request.address(), "secure", request.secure())));

  private static final Route EVENTS =
      Route.get("/events")
          .needs(Access.open())
          .answers(Reply.events("What is new"))
          .does(request -> Answer.events(() -> List.of(new Event("now", "here"))));

  @TempDir Path folder;

  @Test
  void browsers_are_told_to_come_by_tls_from_now_on_and_events_come_by_it_too() throws Exception {
    CertificateAuthority authority = new CertificateAuthority(folder, "ca", Clock.systemUTC());
    ServerKey key =
        ServerKey.read(authority.keystore("server", "localhost"), CertificateAuthority.PASSWORD);
    WebSettings local = WebSettings.local(0);
    WebSettings tls =
        new WebSettings(
            local.host(), 0, local.limits(), Optional.of(key), Set.of(), local.proxies());
    HttpClient client = trusting(authority.truststore());
    try (ServedRoutes served = ServedRoutes.of(tls, EventHub.Bounds.usual(), WHO, EVENTS)) {
      HttpResponse<String> answer = client.send(at(served, "/who"), BodyHandlers.ofString());
      assertThat(answer.headers().firstValue("Strict-Transport-Security"))
          .hasValue("max-age=31536000");
      assertThat(answer.body()).contains("\"secure\":true");

      HttpResponse<InputStream> stream =
          client.send(at(served, "/events"), BodyHandlers.ofInputStream());
      try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), UTF_8))) {
        assertThat(lines.lines().anyMatch("data: here"::equals)).isTrue();
      }
    }
  }

  @Test
  void a_proxy_says_who_asks_and_how_and_nobody_else_does() {
    WebSettings local = WebSettings.local(0);
    Network here = Network.parse("127.0.0.1").orElseThrow();
    WebSettings behind =
        new WebSettings(local.host(), 0, local.limits(), Optional.empty(), Set.of(), List.of(here));
    String[] forwarded = {"X-Forwarded-For", "192.0.2.7", "X-Forwarded-Proto", "https"};
    try (ServedRoutes served = ServedRoutes.of(behind, EventHub.Bounds.usual(), WHO)) {
      ServedRoutes.Reply reply = served.get("/who", forwarded);
      assertThat(reply.text()).contains("\"address\":\"192.0.2.7\"", "\"secure\":true");
      assertThat(reply.header("Strict-Transport-Security")).isNotEmpty();
    }
    try (ServedRoutes served = ServedRoutes.of(WHO)) {
      ServedRoutes.Reply reply = served.get("/who", forwarded);
      assertThat(reply.text()).contains("\"address\":\"127.0.0.1\"", "\"secure\":false");
      assertThat(reply.header("Strict-Transport-Security")).isEmpty();
    }
  }

  private static HttpRequest at(ServedRoutes served, String path) {
    return HttpRequest.newBuilder(URI.create("https://localhost:" + served.port() + path)).build();
  }

  private static HttpClient trusting(Path authorities) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(authorities)) {
      store.load(in, CertificateAuthority.PASSWORD.toCharArray());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }
}
