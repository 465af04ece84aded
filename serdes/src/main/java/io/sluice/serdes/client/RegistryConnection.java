package io.sluice.serdes.client;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sluice.serdes.config.ClientOptions;
import io.sluice.serdes.config.ClientSettings;
import io.sluice.serdes.config.ClientSettings.Endpoint;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Requests to a registry of several URLs. The URL that answered last is asked first; one that does
 * not answer, or says that it cannot do it now, is left for the next, and all of them are asked
 * again after a while. Thread-safe.
 */
public final class RegistryConnection {
  private static final String TYPE = "application/vnd.schemaregistry.v1+json";
  private static final int TOO_MANY_REQUESTS = 429;

  /** Several times what a registry takes as a schema, in bytes. */
  private static final long LONGEST_ANSWER = 64L << 20;

  private final ClientSettings settings;
  private final HttpClient http;
  private final Pause pause;
  private final ObjectMapper json = new ObjectMapper();
  private final AtomicInteger preferred;

  /** Waits. */
  @FunctionalInterface
  interface Pause {
    void sleep(long millis) throws InterruptedException;
  }

  RegistryConnection(ClientSettings settings, HttpClient http, Pause pause) {
    this.settings = settings;
    this.http = http;
    this.pause = pause;
    int size = settings.endpoints().size();
    preferred =
        new AtomicInteger(settings.randomize() ? ThreadLocalRandom.current().nextInt(size) : 0);
  }

  /** A part of a path or of a query, as it may stand in a URL. */
  public static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Asks for what is there. */
  public JsonNode get(String path) {
    return send("GET", path, null);
  }

  /** Sends something, and gets what the registry makes of it. */
  public JsonNode post(String path, JsonNode body) {
    return send("POST", path, body);
  }

  /**
   * Sends a request until one of the URLs has done it. Whatever it is may be done twice where an
   * answer was lost.
   *
   * @param path from the root of the API, encoded, with its query
   * @param body null if there is none
   * @return the answer's body; a missing node if it has none
   * @throws RegistryRefusalException if the registry says no
   * @throws RegistryUnavailableException if none answers after all retries
   */
  public JsonNode send(String method, String path, @Nullable JsonNode body) {
    byte[] bytes = body == null ? null : body.toString().getBytes(StandardCharsets.UTF_8);
    Failure last = null;
    for (int round = 0; round <= settings.timing().retries(); round++) {
      if (last != null) {
        pauseBefore(round, method, path);
      }
      int first = preferred.get();
      for (int i = 0; i < settings.endpoints().size(); i++) {
        int index = (first + i) % settings.endpoints().size();
        Object answer = ask(settings.endpoints().get(index), method, path, bytes);
        if (answer instanceof JsonNode done) {
          preferred.set(index);
          return done;
        }
        last = (Failure) answer;
      }
    }
    throw unavailable(method, path, last);
  }

  /**
   * Why one URL did not do it this time.
   *
   * @param problem what it answered, or what happened
   */
  private record Failure(String problem, @Nullable Throwable cause) {}

  /** The answer as a JsonNode, or a {@link Failure} that another URL may not have. */
  private Object ask(Endpoint endpoint, String method, String path, byte @Nullable [] body) {
    HttpResponse<byte[]> response;
    try {
      response = exchange(request(endpoint, method, path, body));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryUnavailableException(
          asked(method, endpoint.url() + path) + " was interrupted", e);
    } catch (IOException e) {
      return new Failure(endpoint.url() + ": " + said(e), e);
    }
    int status = response.statusCode();
    if (status >= 500 || status == TOO_MANY_REQUESTS) {
      return new Failure(
          endpoint.url() + ": status " + status + message(response.body(), status), null);
    }
    if (status < 200 || status >= 300) {
      throw refused(asked(method, endpoint.url() + path), status, response.body());
    }
    return parsed(endpoint, response.body());
  }

  /** The whole answer. A timeout of the request itself would end with the answer's headers. */
  private HttpResponse<byte[]> exchange(HttpRequest request)
      throws IOException, InterruptedException {
    long millis = settings.timing().read().toMillis();
    CompletableFuture<HttpResponse<byte[]>> exchange =
        http.sendAsync(request, headers -> new BoundedBody(LONGEST_ANSWER));
    try {
      return exchange.get(millis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new HttpTimeoutException(
          "no whole answer within the " + millis + " ms of " + ClientOptions.READ_TIMEOUT);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } finally {
      exchange.cancel(true); // Whatever is not read yet is not wanted any more.
    }
  }

  private HttpRequest request(
      Endpoint endpoint, String method, String path, byte @Nullable [] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(endpoint.url() + path))
            // Newer registries say only to who asks for it what older clients would stumble over.
            .header("Confluent-Accept-Unknown-Properties", "true")
            .header("Accept", TYPE + ", application/vnd.schemaregistry+json, application/json")
            .method(
                method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    if (body != null) {
      request.header("Content-Type", TYPE);
    }
    settings.headers().forEach(request::setHeader);
    if (endpoint.authorization() != null) {
      request.setHeader("Authorization", endpoint.authorization());
    }
    return request.build();
  }

  private Object parsed(Endpoint endpoint, byte[] body) {
    if (body.length == 0) {
      return MissingNode.getInstance();
    }
    try {
      return json.readTree(body);
    } catch (JacksonException e) {
      return new Failure(
          endpoint.url() + ": expected JSON, found something else. Is it a schema registry?", null);
    } catch (IOException e) {
      return new Failure(endpoint.url() + ": " + said(e), e);
    }
  }

  private RegistryRefusalException refused(String asked, int status, byte[] body) {
    String todo =
        switch (status) {
          case 401 -> ". Give credentials: basic.auth.user.info, bearer.auth.token, or in the URL";
          case 403 -> ". The user has no right to it";
          case 301, 302, 303, 307, 308 ->
              ". It refers to another place: put that into the settings";
          default -> "";
        };
    int code = code(body, status);
    return new RegistryRefusalException(
        status, code, asked + " was answered with status " + status + message(body, status) + todo);
  }

  private int code(byte[] body, int status) {
    try {
      return json.readTree(body).path("error_code").asInt(status);
    } catch (IOException e) {
      return status;
    }
  }

  private String message(byte[] body, int status) {
    try {
      JsonNode error = json.readTree(body);
      int code = error.path("error_code").asInt(status);
      String text = error.path("message").asText("");
      return (code == status ? "" : ", error_code " + code) + (text.isEmpty() ? "" : ": " + text);
    } catch (IOException e) {
      return "";
    }
  }

  private void pauseBefore(int round, String method, String path) {
    long full = settings.timing().firstWait().toMillis() << Math.min(round - 1, 30);
    long most = Math.min(full, settings.timing().longestWait().toMillis());
    try {
      // Many clients that lost the same registry are not to come back at the same moment.
      pause.sleep(most <= 1 ? most : ThreadLocalRandom.current().nextLong(most / 2, most + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryUnavailableException(asked(method, path) + " was interrupted", e);
    }
  }

  private RegistryUnavailableException unavailable(
      String method, String path, @Nullable Failure last) {
    int rounds = settings.timing().retries() + 1;
    return new RegistryUnavailableException(
        asked(method, path)
            + " got no answer from the schema registry, asked "
            + (rounds == 1 ? "once" : rounds + " times")
            + "; the last answer: "
            + (last == null ? "none" : last.problem())
            + ". See that it runs, and that schema.registry.url is right",
        last == null ? null : last.cause());
  }

  private static String asked(String method, String where) {
    return method + " " + where;
  }

  private static String said(IOException e) {
    String message = e.getMessage();
    return e.getClass().getSimpleName() + (message == null ? "" : " (" + message + ")");
  }
}
