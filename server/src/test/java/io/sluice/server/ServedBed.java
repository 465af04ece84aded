package io.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.pipeline.server.ServerSpec;
import io.sluice.project.Project;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A folder that a whole server serves, asked as people and machines ask it. */
abstract class ServedBed {
  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  @SuppressWarnings("NullAway.Init")
  Project project;

  @SuppressWarnings("NullAway.Init")
  SluiceServer server;

  /** Of the administrator. */
  String token = "";

  /** Serves what is in the folder, on a free port. */
  void serve() {
    project = Projects.in(folder);
    ServerSpec usual = ServerSpec.DEFAULT;
    ServerSpec anyPort =
        new ServerSpec(
            usual.host(),
            0,
            usual.url(),
            usual.tls(),
            usual.trustedProxies(),
            usual.sessions(),
            usual.tokens(),
            usual.oidc());
    server =
        SluiceServer.start(
            project, ServerSettings.of(project, anyPort, true, "state.db", "1"), Clock.systemUTC());
    token = server.firstToken().orElseThrow();
  }

  @AfterEach
  void stop() {
    server.close();
    project.close();
  }

  HttpResponse<String> ask(String as, String method, String path, String type, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .header("Authorization", "Bearer " + as)
            .header("Content-Type", type)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  JsonNode get(String path) {
    return json(ask(token, "GET", path, "application/json", ""));
  }

  JsonNode post(String path, String body) {
    return json(ask(token, "POST", path, "application/json", body));
  }

  static JsonNode json(HttpResponse<String> response) {
    try {
      return JsonMapper.builder().build().readTree(response.body());
    } catch (IOException e) {
      throw new AssertionError(response.body(), e);
    }
  }

  Document page(String path) {
    HttpResponse<String> response = ask(token, "GET", path, "text/html", "");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.body().length()).as("length of %s", path).isLessThan(200_000);
    return Jsoup.parse(response.body(), path);
  }

  HttpResponse<String> form(String path, Map<String, String> fields) {
    String body =
        fields.entrySet().stream()
            .map(
                one ->
                    one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return ask(token, "POST", path, "application/x-www-form-urlencoded", body);
  }
}
