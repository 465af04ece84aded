package io.sluice.registry.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request and what is expected, as a line of the table {@code endpoints.txt}:
 *
 * <pre>
 * METHOD /path [BODY] [| Header: value]... => STATUS EXPECTED
 * </pre>
 *
 * BODY is JSON or the name of one that a line {@code let NAME JSON} has made. EXPECTED is JSON, in
 * which the string "*" is whatever there is, or the {@code error_code} and a part of the message.
 */
record Exchange(
    String line,
    String method,
    String path,
    @Nullable String body,
    List<String> headers,
    int status,
    String expected) {

  /** Exchanges that follow each other, on a registry of their own. */
  record Story(String title, List<Exchange> exchanges) {}

  static List<Story> stories() {
    try (InputStream in = Exchange.class.getResourceAsStream("endpoints.txt")) {
      return stories(new String(in.readAllBytes(), UTF_8).lines().toList());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Story> stories(List<String> lines) {
    List<Story> stories = new ArrayList<>();
    Map<String, String> named = new HashMap<>();
    for (String line : lines) {
      if (line.startsWith("# ")) {
        stories.add(new Story(line.substring(2), new ArrayList<>()));
      } else if (line.startsWith("let ")) {
        String[] parts = line.split(" ", 3);
        named.put(parts[1], parts[2]);
      } else if (!line.isBlank() && !line.startsWith("--")) {
        stories.get(stories.size() - 1).exchanges().add(parse(line, named));
      }
    }
    return stories;
  }

  private static Exchange parse(String line, Map<String, String> named) {
    String[] sides = line.split(" => ", 2);
    String[] answer = sides[1].split(" ", 2);
    String[] request = sides[0].split(" \\| ");
    String[] parts = request[0].strip().split(" ", 3);
    String body = parts.length < 3 ? null : named.getOrDefault(parts[2], parts[2]);
    List<String> headers = new ArrayList<>();
    for (int i = 1; i < request.length; i++) {
      String[] header = request[i].strip().split(": ", 2);
      headers.add(header[0]);
      headers.add(header[1]);
    }
    return new Exchange(
        line,
        parts[0],
        parts[1],
        body,
        headers,
        Integer.parseInt(answer[0]),
        answer.length == 1 ? "" : answer[1]);
  }
}
