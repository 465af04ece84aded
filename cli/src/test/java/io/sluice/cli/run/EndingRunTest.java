package io.sluice.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.sluice.cli.Invocation;
import io.sluice.cli.live.LiveAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sluice status} while the run ends: it still answers one question, and not the next. */
class EndingRunTest {
  private static final int ANSWERS = 2;

  @TempDir private Path folder;

  @Test
  void a_run_that_ends_between_two_questions_has_a_status() throws IOException {
    Files.writeString(
        folder.resolve("shop.yaml"),
        "name: shop\nsource: {connector: a.B}\ntopic: orders\n"
            + "sinks: [{name: out, connector: c.D}]\n");
    HttpServer ending =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    try {
      AtomicInteger asked = new AtomicInteger();
      ending.createContext(
          "/",
          exchange -> {
            byte[] said =
                "{\"pipeline\": \"shop\", \"state\": \"stopping\"}"
                    .getBytes(StandardCharsets.UTF_8);
            int code = asked.incrementAndGet() > ANSWERS ? 503 : 200;
            exchange.sendResponseHeaders(code, said.length);
            exchange.getResponseBody().write(said);
            exchange.close();
          });
      ending.start();
      new LiveAddress(
              "shop",
              ProcessHandle.current().pid(),
              ending.getAddress().getPort(),
              "",
              "token",
              folder.resolve("shop.yaml"))
          .write(folder.resolve(".sluice"));

      Invocation status = Invocation.in(folder, "status", "shop.yaml", "-o", "json");

      assertThat(status.code()).as(status.err()).isZero();
      assertThat(status.json().path("state").asText()).isEqualTo("stopping");
    } finally {
      ending.stop(0);
    }
  }
}
