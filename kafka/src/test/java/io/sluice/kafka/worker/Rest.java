package io.sluice.kafka.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Asks a worker by HTTP, as a tool would. */
final class Rest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI url;

  Rest(URI url) {
    this.url = url;
  }

  /** What the worker said; {@code body} is null when there was none. */
  record Answer(int status, JsonNode body) {}

  /** Asks until the worker is not busy with its group (409). */
  Answer ask(String method, String path, @Nullable String body) {
    long giveUp = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    Answer answer = once(method, path, body);
    while (answer.status() == 409
        && answer.body().toString().contains("rebalance")
        && System.nanoTime() < giveUp) {
      answer = once(method, path, body);
    }
    return answer;
  }

  private Answer once(String method, String path, @Nullable String body) {
    HttpRequest request =
        HttpRequest.newBuilder(url.resolve(path))
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", "application/json")
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    try {
      var response = client.send(request, BodyHandlers.ofString());
      return new Answer(response.statusCode(), read(response.body()));
    } catch (IOException e) {
      throw new IllegalStateException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode read(String text) throws JsonProcessingException {
    return text.isBlank() ? JSON.missingNode() : JSON.readTree(text);
  }
}
