package io.sluice.registry.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.http.limit.ServerLimits;
import io.sluice.registry.http.ServedRegistry.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a client that means no good, or cannot do better, gets for an answer, and how soon. */
@Timeout(60)
final class BoundsTest {
  private static final Duration SHORT = Duration.ofMillis(1_500);
  private static final int BODY = 1 << 20;

  @TempDir Path folder;
  private ServedRegistry served;

  @BeforeEach
  void serve() {
    ServerLimits limits =
        new ServerLimits(
            BODY,
            16 << 10,
            100,
            4,
            4,
            Duration.ofMillis(300),
            SHORT,
            SHORT,
            SHORT,
            Duration.ofSeconds(5));
    served = ServedRegistry.in(folder, settings -> settings.within(limits));
  }

  @AfterEach
  void stop() {
    assertThat(served.get("/subjects").status()).as("it serves as before").isEqualTo(200);
    served.close();
  }

  @Test
  void a_body_that_is_too_long_is_refused_and_not_kept() throws IOException {
    String answer =
        raw(
            "POST /subjects/a/versions HTTP/1.1\r\nHost: x\r\nContent-Length: 8000000\r\n\r\n",
            8_000_000);

    assertThat(answer)
        .startsWith("HTTP/1.1 413")
        .contains("\"error_code\":413")
        .contains("1048576");
  }

  @Test
  void a_body_without_a_length_is_refused_when_it_has_become_too_long() throws IOException {
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ascii("POST /subjects/a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"));
      byte[] chunk = ascii("10000\r\n" + " ".repeat(0x10000) + "\r\n");
      for (int i = 0; i < 100; i++) {
        out.write(chunk);
      }
      out.write(ascii("0\r\n\r\n"));

      assertThat(answer(socket)).startsWith("HTTP/1.1 413");
    }
  }

  @Test
  void who_asks_before_it_sends_is_told_at_once() throws IOException {
    String answer =
        raw(
            "POST /subjects/a HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n"
                + "Expect: 100-continue\r\n\r\n",
            0);

    assertThat(answer).startsWith("HTTP/1.1 413").doesNotContain("100 Continue");
  }

  @Test
  void a_body_that_is_packed_is_refused_unread() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(new byte[50_000_000]);
    }
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ascii(
              "POST /subjects/a HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\nContent-Length: "
                  + packed.size()
                  + "\r\n\r\n"));
      out.write(packed.toByteArray());

      assertThat(answer(socket)).startsWith("HTTP/1.1 415");
    }
  }

  @Test
  void brackets_within_brackets_are_refused_where_they_are_too_deep() {
    String json = "{\"schema\":\"int\",\"metadata\":" + "[".repeat(400_000);
    String schema = "{\"type\":\"array\",\"items\":".repeat(20_000) + "\"int\"";

    assertThat(served.post("/subjects/a/versions", json).status()).isEqualTo(400);
    Reply deep = served.post("/subjects/a/versions", ServedRegistry.schema(schema));
    assertThat(deep.errorCode()).isEqualTo(42201);
  }

  @Test
  void a_request_whose_headers_drip_is_cut_off() throws IOException {
    try (Socket socket = connect()) {
      long began = System.nanoTime();
      OutputStream out = socket.getOutputStream();
      out.write(ascii("GET /subjects HTTP/1.1\r\nHost: x\r\n"));

      // Never silent for as long as a connection may be: only the whole takes too long.
      assertThat(drip(socket, "X: y\r\n")).isLessThan(Duration.ofSeconds(20));
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(SHORT);
    }
  }

  @Test
  void a_request_whose_body_drips_is_cut_off() throws IOException {
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(ascii("POST /subjects/a HTTP/1.1\r\nHost: x\r\nContent-Length: 10000\r\n\r\n"));

      assertThat(drip(socket, " ")).isLessThan(Duration.ofSeconds(20));
    }
  }

  @Test
  void half_a_request_takes_no_thread_and_no_place_of_another() throws IOException {
    List<Socket> halves = new ArrayList<>();
    try {
      for (int i = 0; i < 30; i++) {
        Socket socket = connect();
        halves.add(socket);
        socket.getOutputStream().write(ascii("GET /subjects HTTP/1.1\r\nHos"));
      }
      assertThat(served.get("/subjects").status()).isEqualTo(200);
      for (Socket socket : halves) {
        // It is silent, and therefore closed by the server.
        assertThat(socket.getInputStream().readAllBytes().length).isLessThan(500);
      }
    } finally {
      for (Socket socket : halves) {
        socket.close();
      }
    }
  }

  @Test
  void more_requests_than_are_worked_on_wait_and_then_hear_that_the_server_is_busy()
      throws IOException {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 4; i++) {
        Socket socket = connect();
        slow.add(socket);
        socket
            .getOutputStream()
            .write(ascii("POST /subjects/a HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n "));
      }
      Reply reply = served.get("/subjects");
      while (reply.status() == 200) { // until all four are being read
        reply = served.get("/subjects");
      }
      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.errorCode()).isEqualTo(503);
      for (Socket socket : slow) {
        assertThat(answer(socket)).startsWith("HTTP/1.1 408");
      }
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void headers_and_lines_that_are_too_long_are_refused() throws IOException {
    assertThat(raw("GET /subjects HTTP/1.1\r\nHost: x\r\nA: " + "x".repeat(20_000) + "\r\n\r\n", 0))
        .startsWith("HTTP/1.1 431")
        .contains("\"error_code\":431");
    assertThat(raw("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n", 0))
        .startsWith("HTTP/1.1 414")
        .contains("\"error_code\":414");
  }

  @Test
  void a_parameter_that_cannot_be_read_is_not_passed_over() throws IOException {
    for (String query : List.of("subjectPrefix=%zz", "deleted=true&x=%", "a=%4")) {
      assertThat(
              raw(
                  "GET /subjects?" + query + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                  0))
          .startsWith("HTTP/1.1 400")
          .contains("\"error_code\":400");
    }
  }

  @Test
  void what_is_no_http_is_refused() throws IOException {
    assertThat(raw("\u0016\u0003\u0001 hello\r\n\r\n", 0)).startsWith("HTTP/1.1 400");
    assertThat(raw("BREW /subjects HTTP/1.1\r\nHost: x\r\n\r\n", 0)).startsWith("HTTP/1.1 405");
  }

  @Test
  void a_client_that_goes_away_in_the_middle_leaves_nothing_behind() throws IOException {
    for (int i = 0; i < 20; i++) {
      try (Socket socket = connect()) {
        socket
            .getOutputStream()
            .write(
                ascii("POST /subjects/a HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n{"));
      }
    }
    // A busy machine may notice late that they are gone: they keep their places until then.
    await()
        .untilAsserted(
            () ->
                assertThat(
                        served
                            .post("/subjects/a/versions", ServedRegistry.schema("\"int\""))
                            .status())
                    .isEqualTo(200));
  }

  /** How long the server bears a byte or some every now and then. */
  private static Duration drip(Socket socket, String drop) throws IOException {
    long began = System.nanoTime();
    socket.setSoTimeout(200);
    while (Duration.ofNanos(System.nanoTime() - began).toSeconds() < 30) {
      try {
        socket.getOutputStream().write(ascii(drop));
        if (socket.getInputStream().read() < 0) {
          break;
        }
        // The beginning of an answer, after which the server closes.
        break;
      } catch (java.net.SocketTimeoutException e) {
        continue; // nothing said yet
      } catch (java.net.SocketException e) {
        break; // closed
      }
    }
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket("127.0.0.1", served.port());
    socket.setSoTimeout(30_000);
    return socket;
  }

  private String raw(String head, int bytes) throws IOException {
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(ascii(head));
      byte[] chunk = new byte[10_000];
      for (int sent = 0; sent < bytes; sent += chunk.length) {
        out.write(chunk);
      }
      return answer(socket);
    }
  }

  /** All that the server says before it closes. */
  private static String answer(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), UTF_8);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
