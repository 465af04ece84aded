package io.sluice.cli.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Walks through a console by its links, and gathers what its menus offer to be copied. */
final class ConsoleCrawl {
  private static final int MOST_PAGES = 200;
  private static final Pattern LINK = Pattern.compile("href=\"(/[^\"#]*)");
  private static final Pattern COPY =
      Pattern.compile(
          "<span class=\"copy-name\">(.*?)</span><code data-copy-text>(.*?)</code>",
          Pattern.DOTALL);

  /**
   * What is no page with a menu, and all but one of the plugins, which have pages that are alike.
   */
  private static final Pattern SKIPPED =
      Pattern.compile(
          "/(docs|static|api|sign|health|metrics).*|/connectors/(?!transformation/mask$).+");

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI server;
  private final String token;

  ConsoleCrawl(URI server, String token) {
    this.server = server;
    this.token = token;
  }

  /** Something to be copied. */
  record Copied(String way, String text) {}

  /**
   * What is offered, each once, with a page that does.
   *
   * @param more pages beside those that links lead to from the first one
   */
  Map<Copied, String> all(List<String> more) throws IOException, InterruptedException {
    Map<Copied, String> copied = new LinkedHashMap<>();
    Queue<String> next = new ArrayDeque<>(List.of("/"));
    next.addAll(more);
    Set<String> seen = new LinkedHashSet<>(next);
    while (!next.isEmpty() && seen.size() < MOST_PAGES) {
      String address = next.remove();
      String page = page(address);
      for (Matcher copy = COPY.matcher(page); copy.find(); ) {
        copied.putIfAbsent(new Copied(copy.group(1), plain(copy.group(2))), address);
      }
      for (Matcher link = LINK.matcher(page); link.find(); ) {
        String found = plain(link.group(1));
        if (!SKIPPED.matcher(found).matches() && seen.add(found)) {
          next.add(found);
        }
      }
    }
    return copied;
  }

  private String page(String address) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server + address))
            .header("Authorization", "Bearer " + token)
            .header("Accept", "text/html")
            .build();
    HttpResponse<String> page = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (page.statusCode() != 200) {
      throw new AssertionError(address + " answers " + page.statusCode() + "\n" + page.body());
    }
    return page.body();
  }

  private static String plain(String html) {
    return html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#34;", "\"")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }
}
