package io.sluice.cli.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/** Does what curl does when it is given these words, and answers what the server says. */
final class CurlCall {
  private CurlCall() {}

  static HttpResponse<String> send(List<String> words) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder();
    String method = "GET";
    HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.noBody();
    for (int at = 0; at < words.size(); at++) {
      String word = words.get(at);
      switch (word) {
        case "-H" -> {
          String[] header = words.get(++at).split(": ", 2);
          request.header(header[0], header[1]);
        }
        case "-X" -> method = words.get(++at);
        case "-d" -> {
          body = HttpRequest.BodyPublishers.ofString(words.get(++at));
          method = "POST";
        }
        default -> request.uri(URI.create(word));
      }
    }
    return HttpClient.newHttpClient()
        .send(request.method(method, body).build(), HttpResponse.BodyHandlers.ofString());
  }
}
