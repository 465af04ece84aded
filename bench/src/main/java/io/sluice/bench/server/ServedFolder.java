package io.sluice.bench.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.bench.engine.SluiceProcess;
import io.sluice.bench.harness.Workbench;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** {@code sluice up} of the distribution on a folder, as a user starts it. */
public final class ServedFolder implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final SluiceProcess process;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI url;
  private final String token;
  private final double readySeconds;

  private ServedFolder(SluiceProcess process, URI url, String token, long began)
      throws IOException, InterruptedException {
    this.process = process;
    this.url = url;
    this.token = token;
    while (get("/health/ready").statusCode() != 200) {
      requireUnder(process, began);
      Thread.sleep(5);
    }
    this.readySeconds = (System.nanoTime() - began) / 1e9;
  }

  /**
   * Starts it and waits until it is ready: the folder is read, all pipelines were started.
   *
   * @param folder with pipeline files; without state for a first start
   * @param environment in addition to ours
   */
  public static ServedFolder start(Workbench bench, Path folder, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path address = folder.resolve(".sluice/server.json");
    Files.deleteIfExists(address);
    long began = System.nanoTime();
    SluiceProcess process = new SluiceProcess(bench, folder, environment, "up", "--port", "0");
    try {
      while (!Files.exists(address)) {
        requireUnder(process, began);
        Thread.sleep(5);
      }
      JsonNode said = JsonMapper.builder().build().readTree(Files.readAllBytes(address));
      return new ServedFolder(
          process, URI.create(said.path("url").asText()), said.path("token").asText(), began);
    } catch (IOException | InterruptedException | RuntimeException failed) {
      process.close();
      throw failed;
    }
  }

  private static void requireUnder(SluiceProcess process, long began) throws IOException {
    if (!process.runs()) {
      throw process.failure("a server");
    }
    if (System.nanoTime() - began > PATIENCE.toNanos()) {
      throw new IOException("Expected a server that is ready within " + PATIENCE);
    }
  }

  /** From exec until it said that it is ready. */
  public double readySeconds() {
    return readySeconds;
  }

  /** Its process. */
  public SluiceProcess process() {
    return process;
  }

  /** What is there, as a browser asks for it: compressed. */
  public HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
    return client.send(request(path).build(), BodyHandlers.ofByteArray());
  }

  /** The same as JSON, not compressed. */
  public JsonNode json(String path) throws IOException, InterruptedException {
    HttpRequest plain = request(path).setHeader("Accept-Encoding", "identity").build();
    return JsonMapper.builder()
        .build()
        .readTree(client.send(plain, BodyHandlers.ofByteArray()).body());
  }

  /** A request with the token of the folder. */
  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(url.resolve(path))
        .timeout(Duration.ofSeconds(30))
        .header("Authorization", "Bearer " + token)
        .header("Accept-Encoding", "gzip");
  }

  HttpClient client() {
    return client;
  }

  @Override
  public void close() {
    process.close();
  }
}
