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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A whole server with the connectors that ship, asked for its pages as a browser asks. */
abstract class NewPipelineBed {
  static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  Project project;
  SluiceServer server;
  String admin = "";

  @BeforeEach
  void start() {
    project = Projects.in(folder);
    ServerSpec usual = ServerSpec.DEFAULT;
    server =
        SluiceServer.start(
            project,
            ServerSettings.of(
                project,
                new ServerSpec(
                    usual.host(),
                    0,
                    usual.url(),
                    usual.tls(),
                    usual.trustedProxies(),
                    usual.sessions(),
                    usual.tokens(),
                    usual.oidc()),
                true,
                "state.db",
                "1"),
            Clock.systemUTC());
    admin = server.firstToken().orElse(admin); // which only the first start prints
  }

  @AfterEach
  void stop() {
    server.close();
    project.close();
  }

  /** A token with a role in a namespace. */
  String token(String namespace, String role) throws IOException {
    HttpResponse<String> made =
        send(
            admin,
            "POST",
            "/api/v1/tokens",
            "application/json",
            "{\"name\":\"%s-%s\",\"grants\":{\"%s\":\"%s\"}}"
                .formatted(role, namespace.replace("*", "all"), namespace, role));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    return JSON.readTree(made.body()).path("secret").asText();
  }

  HttpResponse<String> get(String token, String path) {
    return send(token, "GET", path, "", "");
  }

  JsonNode json(String path) {
    try {
      return JSON.readTree(get(admin, path).body());
    } catch (IOException e) {
      throw new AssertionError(path, e);
    }
  }

  HttpResponse<String> send(String token, String method, String path, String type, String body) {
    return send(token, method, path, type, body, Map.of());
  }

  HttpResponse<String> send(
      String token,
      String method,
      String path,
      String type,
      String body,
      Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .header("Authorization", "Bearer " + token)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    headers.forEach(request::header);
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  static Document page(HttpResponse<String> answer) {
    return Jsoup.parse(answer.body());
  }

  /** The fields of the form on a page, as a browser would send them. */
  static Map<String, List<String>> fields(Document page) {
    Element form = page.selectFirst("form[data-ask=new]");
    assertThat(form).as(page.body().text()).isNotNull();
    Map<String, List<String>> fields = new LinkedHashMap<>();
    for (Element field : form.select("input, select, textarea")) {
      boolean box = field.attr("type").equals("checkbox");
      if (!box || field.hasAttr("checked")) {
        fields.computeIfAbsent(field.attr("name"), name -> new ArrayList<>()).add(value(field));
      }
    }
    return fields;
  }

  private static String value(Element field) {
    if (!field.tagName().equals("select")) {
      return field.val();
    }
    Element chosen = field.selectFirst("option[selected]");
    return chosen == null ? "" : chosen.val();
  }

  /** Presses a button of the form. */
  HttpResponse<String> press(String token, Map<String, List<String>> fields, String button) {
    List<String> pairs = new ArrayList<>();
    fields.forEach(
        (name, values) -> values.forEach(value -> pairs.add(part(name) + "=" + part(value))));
    pairs.add("do=" + button);
    return send(
        token, "POST", "/new", "application/x-www-form-urlencoded", String.join("&", pairs));
  }

  private static String part(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  static void fill(Map<String, List<String>> fields, String name, String value) {
    assertThat(fields).as("a field called %s", name).containsKey(name);
    fields.put(name, List.of(value));
  }
}
