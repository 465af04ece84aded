package io.sluice.cli.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Asks a server by its API. What it refuses becomes a {@link CommandFailure} with its words. */
public final class ServerClient {
  private static final String ROOT = "/api/v1";

  /** Longer than a pipeline takes to stop in order. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final URI url;
  private final String token;
  private final JsonMapper json = JsonMapper.builder().build();
  private final HttpClient http;

  /**
   * @param url without a path
   * @param token a secret
   * @param certificate the only one that is trusted, SHA-256 in hex; empty for those that this Java
   *     trusts
   */
  ServerClient(URI url, String token, Optional<String> certificate) {
    this.url = url;
    this.token = token;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5));
    certificate.map(KnownCertificate::context).ifPresent(builder::sslContext);
    this.http = builder.build();
  }

  /** Where it is. */
  public URI url() {
    return url;
  }

  /**
   * What is there.
   *
   * @param path below {@code /api/v1}, with its query
   */
  public JsonNode get(String path) {
    return send("GET", path, null);
  }

  /**
   * Asks for something to be done; answers what became of it.
   *
   * @param path below {@code /api/v1}, with its query
   */
  public JsonNode post(String path, Map<String, ?> body) {
    return send("POST", path, body);
  }

  /**
   * Has something ended; answers what became of it.
   *
   * @param path below {@code /api/v1}, with its query
   */
  public JsonNode delete(String path) {
    return send("DELETE", path, null);
  }

  private JsonNode send(String method, String path, @Nullable Map<String, ?> body) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url + ROOT + path))
              .header("Authorization", "Bearer " + token)
              .header("Accept", "application/json")
              .header("Content-Type", "application/json")
              .timeout(PATIENCE)
              .method(
                  method,
                  body == null
                      ? HttpRequest.BodyPublishers.noBody()
                      : HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
              .build();
      HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      return answer(response.statusCode(), response.body());
    } catch (SSLException e) {
      throw new CommandFailure(
          ExitCode.UNREACHABLE,
          url + " is not trusted: " + e.getMessage(),
          "Name it as its certificate does, and have who vouches for it in a trust store:"
              + " JDK_JAVA_OPTIONS=-Djavax.net.ssl.trustStore=FILE.",
          e);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.UNREACHABLE,
          url
              + " does not answer: "
              + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()),
          "Is the server running? sluice up starts one.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitCode.INTERRUPTED, "interrupted", null, e);
    }
  }

  private JsonNode answer(int status, byte[] body) throws IOException {
    JsonNode document;
    try {
      document = json.readTree(body);
    } catch (JsonProcessingException e) {
      document = json.missingNode();
    }
    if (status / 100 == 2 && document.isObject()) {
      return document;
    }
    if (!document.path("detail").isTextual()) {
      throw new CommandFailure(
          ExitCode.UNREACHABLE,
          url + " answered " + status + ", and not as a server of Sluice does",
          "Is it the address of one, without a path?");
    }
    String hint = document.path("hint").asText("");
    throw new CommandFailure(
        code(status),
        document.path("detail").asText(),
        hint.isEmpty() ? (status == 401 ? "Is SLUICE_TOKEN a token of " + url + "?" : null) : hint);
  }

  /** What the API's statuses mean for scripts, as they know it of other commands. */
  private static ExitCode code(int status) {
    return switch (status) {
      case 400, 413, 415, 422 -> ExitCode.USAGE;
      case 404 -> ExitCode.NOT_FOUND;
      case 409, 412 -> ExitCode.CONFLICT;
      case 401, 408, 429, 503, 504 -> ExitCode.UNREACHABLE;
      default -> ExitCode.FAILED;
    };
  }
}
