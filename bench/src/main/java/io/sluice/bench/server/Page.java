package io.sluice.bench.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * A page of the console as a browser gets it for the first time.
 *
 * @param bytes on the wire, with all that it loads, without headers
 * @param links to other pages of the console
 */
public record Page(String path, long bytes, Set<String> links) {
  private static final Pattern ASSET =
      Pattern.compile("(?:src|href)=\"(/[^\"#]+\\.(?:css|js|svg|png|woff2)[^\"#]*)\"");
  private static final Pattern LINK = Pattern.compile("<a [^>]*href=\"(/[^\"#?]*)\"");

  /** Asks for it and for what it loads. */
  public static Page of(ServedFolder served, String path) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = served.get(path);
    if (answer.statusCode() != 200) {
      throw new IOException("Expected " + path + " but was answered " + answer.statusCode());
    }
    String html = text(answer);
    long bytes = answer.body().length;
    for (String asset : found(ASSET, html)) {
      bytes += served.get(asset).body().length;
    }
    return new Page(path, bytes, found(LINK, html));
  }

  private static Set<String> found(Pattern pattern, String html) {
    Set<String> found = new TreeSet<>();
    Matcher each = pattern.matcher(html);
    while (each.find()) {
      found.add(each.group(1));
    }
    return found;
  }

  private static String text(HttpResponse<byte[]> answer) throws IOException {
    boolean gzip = answer.headers().firstValue("Content-Encoding").orElse("").equals("gzip");
    byte[] body = answer.body();
    if (gzip) {
      try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(body))) {
        body = plain.readAllBytes();
      }
    }
    return new String(body, StandardCharsets.UTF_8);
  }
}
