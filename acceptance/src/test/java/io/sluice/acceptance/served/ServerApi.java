package io.sluice.acceptance.served;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** A server's API as somebody with a token asks it. Thread-safe. */
record ServerApi(URI url, String token) {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The same server as another one asks it. */
  ServerApi as(String other) {
    return new ServerApi(url, other);
  }

  /** Where something is, below {@code /api/v1}. */
  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(url.resolve("/api/v1" + path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + token);
  }

  /** What is at a path; a failure of the test if it is not told. */
  JsonNode get(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer = HTTP.send(to(path).build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isEqualTo(200);
    return json(answer);
  }

  /** The answer to a question that may fail. */
  HttpResponse<String> ask(String path) throws IOException, InterruptedException {
    return HTTP.send(to(path).build(), BodyHandlers.ofString());
  }

  /** Empty if the server died, or is not there: then nobody knows whether it was done. */
  Optional<HttpResponse<String>> post(String path, String body) throws InterruptedException {
    HttpRequest.Builder request = to(path);
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    return answer(request.POST(BodyPublishers.ofString(body)));
  }

  /** Puts a text in the place of one that had a tag; empty as above. */
  Optional<HttpResponse<String>> put(String path, String text, String tag)
      throws InterruptedException {
    return answer(
        to(path)
            .header("Content-Type", "application/yaml")
            .header("If-Match", tag)
            .PUT(BodyPublishers.ofString(text)));
  }

  private static Optional<HttpResponse<String>> answer(HttpRequest.Builder request)
      throws InterruptedException {
    try {
      return Optional.of(HTTP.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException died) {
      return Optional.empty();
    }
  }

  static JsonNode json(HttpResponse<String> answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new AssertionError("No document: " + answer.body(), e);
    }
  }
}
