package io.sluice.cli.kafka;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A door in front of a worker's REST API: lets everything through, or answers as a worker does that
 * was asked and did not come to it in time. Closed, nobody answers.
 */
final class RestDoor implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final URI worker;
  private volatile boolean late;

  RestDoor(URI worker) throws IOException {
    this.worker = worker;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::pass);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Whether the worker's time is always over, from now on. */
  void late(boolean isLate) {
    late = isLate;
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] asked = exchange.getRequestBody().readAllBytes();
      int status = 500;
      byte[] answer =
          "{\"error_code\":500,\"message\":\"Request timed out\"}".getBytes(StandardCharsets.UTF_8);
      if (!late) {
        HttpResponse<byte[]> real = ask(exchange, asked);
        status = real.statusCode();
        answer = real.body();
      }
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private HttpResponse<byte[]> ask(HttpExchange exchange, byte[] asked) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(worker.resolve(exchange.getRequestURI()))
            .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(asked));
    @Nullable String type = exchange.getRequestHeaders().getFirst("Content-Type");
    if (type != null) {
      request.header("Content-Type", type);
    }
    try {
      return client.send(request.build(), BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
