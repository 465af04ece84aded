package io.sluice.server.access.oidc;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a browser does at a provider that asks for nothing. */
final class Browser {
  private final HttpClient http = HttpClient.newHttpClient();

  /** Where the provider sends it back to. */
  URI visit(URI provider) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(HttpRequest.newBuilder(provider).build(), HttpResponse.BodyHandlers.ofString());
    return URI.create(
        answer
            .headers()
            .firstValue("Location")
            .orElseThrow(() -> new AssertionError("no way back: " + answer.statusCode())));
  }

  /** The parameters of an address. */
  static Map<String, List<String>> query(URI address) {
    Map<String, List<String>> query = new HashMap<>();
    for (String pair : address.getRawQuery().split("&", -1)) {
      String[] parts = pair.split("=", 2);
      query
          .computeIfAbsent(
              URLDecoder.decode(parts[0], StandardCharsets.UTF_8), key -> new ArrayList<>())
          .add(URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return query;
  }

  /** The one value of a parameter that must be there. */
  static String value(URI address, String name) {
    return query(address).getOrDefault(name, List.of()).stream()
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in the address"));
  }
}
