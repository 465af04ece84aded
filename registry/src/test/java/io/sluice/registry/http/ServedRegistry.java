package io.sluice.registry.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.registry.Registry;
import io.sluice.schema.formats.SchemaFormats;
import io.sluice.state.StateDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A registry on a file, served on a free port, and a client of it. */
final class ServedRegistry implements AutoCloseable {
  private static final String TYPE = "application/vnd.schemaregistry.v1+json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final StateDatabase database;
  private final Registry registry;
  private final RegistryServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  private ServedRegistry(StateDatabase database, Registry registry, RegistryServer server) {
    this.database = database;
    this.registry = registry;
    this.server = server;
  }

  static ServedRegistry in(Path folder) {
    return in(folder, settings -> settings);
  }

  static ServedRegistry in(Path folder, UnaryOperator<ServerSettings> how) {
    StateDatabase database = StateDatabase.open(folder, Clock.systemUTC());
    Registry registry = Registry.open(database, SchemaFormats.standard(), Clock.systemUTC());
    ServerSettings settings = how.apply(ServerSettings.local(0, "1.2.3"));
    return new ServedRegistry(database, registry, RegistryServer.start(registry, settings));
  }

  /** An answer, read. */
  record Reply(int status, String text, JsonNode json, HttpResponse<String> response) {
    int errorCode() {
      return json.path("error_code").asInt();
    }

    String message() {
      return json.path("message").asText();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  Registry registry() {
    return registry;
  }

  int port() {
    return server.port();
  }

  URI url() {
    return server.url();
  }

  Reply get(String path, String... headers) {
    return send("GET", path, null, headers);
  }

  Reply post(String path, String body, String... headers) {
    return send("POST", path, body, headers);
  }

  /**
   * Sends a request and waits for the answer, for half a minute.
   *
   * @param path encoded
   * @param headers names and values in turn; Content-Type is set where there is a body
   */
  Reply send(String method, String path, @Nullable String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (body != null) {
      request.setHeader("Content-Type", TYPE);
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      String text = response.body();
      return new Reply(
          response.statusCode(),
          text,
          text.isEmpty() ? JSON.missingNode() : JSON.readTree(text),
          response);
    } catch (IOException e) {
      throw new AssertionError(method + " " + path + ": no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** A schema as the body of a request. */
  static String schema(String text) {
    return JSON.createObjectNode().put("schema", text).toString();
  }

  /** A schema of some other language than Avro as the body of a request. */
  static String schema(String type, String text) {
    return JSON.createObjectNode().put("schemaType", type).put("schema", text).toString();
  }

  @Override
  public void close() {
    server.close();
    database.close();
  }
}
