package io.sluice.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.sluice.http.limit.ServerLimits;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server does before anybody knows what a request is about. */
@Timeout(60)
final class JettyServerTest {
  private final CountDownLatch end = new CountDownLatch(1);
  private final CountDownLatch begun = new CountDownLatch(1);
  private final JettyServer server = server("127.0.0.1", 0);

  @AfterEach
  void stop() {
    end.countDown();
    server.stop();
  }

  @ParameterizedTest
  @CsvSource({
    "nonsense, 400, Bad Request",
    "BREW /echo/pot HTTP/1.1, 405, Method Not Allowed",
    "GET /echo/a%2Fb HTTP/1.1, 400, Bad Request",
  })
  void what_never_gets_to_an_endpoint_is_refused_in_the_servers_form(
      String line, int status, String text) throws IOException {
    server.start();

    assertThat(ask(line))
        .startsWith("HTTP/1.1 " + status)
        .contains("X-Form: bare")
        .endsWith("refused: " + status + ", HTTP " + status + " " + text);
  }

  @Test
  void an_error_of_the_machine_is_answered_in_the_servers_form() throws IOException {
    server.start();

    assertThat(ask("GET /broken HTTP/1.1"))
        .startsWith("HTTP/1.1 500")
        .contains("X-Form: bare")
        .endsWith("failed");
  }

  @Test
  void who_is_one_too_many_is_told_and_streams_are_not_counted() throws Exception {
    server.start();
    try (Socket working = send("GET /waiting HTTP/1.1")) {
      begun.await();
      assertThat(ask("GET /echo/a HTTP/1.1"))
          .startsWith("HTTP/1.1 503")
          .contains("too many requests at once, try again later");
      assertThat(ask("GET /stream HTTP/1.1")).startsWith("HTTP/1.1 200").endsWith("flows");
      end.countDown();
      assertThat(answer(working)).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void an_address_that_is_taken_is_told() {
    server.start();
    JettyServer second = server("127.0.0.1", server.port());

    assertThatThrownBy(second::start)
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("127.0.0.1:" + server.port())
        .hasMessageContaining("one cannot listen there");
  }

  private JettyServer server(String host, int port) {
    ServerLimits usual = ServerLimits.defaults();
    ServerLimits one =
        new ServerLimits(
            usual.bodyBytes(),
            usual.headerBytes(),
            usual.connections(),
            1,
            0,
            Duration.ofMillis(1),
            usual.idle(),
            usual.arrival(),
            usual.taking(),
            usual.work());
    ErrorForm errors = new PlainErrors();
    return new JettyServer(
        Routing.of(
            errors,
            routes -> {
              routes.addHttpHandler(
                  HandlerType.GET, "/echo/{word}", context -> context.result(context.path()));
              routes.addHttpHandler(HandlerType.GET, "/stream", context -> context.result("flows"));
              routes.addHttpHandler(HandlerType.GET, "/waiting", this::untilTheEnd);
              routes.addHttpHandler(
                  HandlerType.GET,
                  "/broken",
                  context -> {
                    throw new NoClassDefFoundError("of a test");
                  });
            }),
        errors,
        new ListenSettings("test", host, port, one, Optional.empty(), false, Set.of("/stream")));
  }

  private void untilTheEnd(Context context) throws InterruptedException {
    begun.countDown();
    end.await();
    context.result("done");
  }

  private String ask(String line) throws IOException {
    try (Socket socket = send(line)) {
      return answer(socket);
    }
  }

  private Socket send(String line) throws IOException {
    Socket socket = new Socket("127.0.0.1", server.port());
    socket
        .getOutputStream()
        .write((line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n").getBytes(US_ASCII));
    return socket;
  }

  private static String answer(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), US_ASCII);
  }
}
