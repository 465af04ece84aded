package io.sluice.server.console.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes addresses of pages. */
public final class Addresses {
  private Addresses() {}

  /** The first page of a pipeline. */
  public static String pipeline(String name) {
    return "/pipelines/" + part(name);
  }

  /** Another page of a pipeline. */
  public static String pipeline(String name, String page) {
    return pipeline(name) + "/" + page;
  }

  /** The page of a plugin. */
  public static String plugin(String kind, String name) {
    return "/connectors/" + part(kind) + "/" + part(name);
  }

  /** With a query of those that are not empty. */
  public static String query(String path, Map<String, String> query) {
    String text =
        query.entrySet().stream()
            .filter(one -> !one.getValue().isEmpty())
            .map(one -> part(one.getKey()) + "=" + part(one.getValue()))
            .collect(Collectors.joining("&"));
    return text.isEmpty() ? path : path + "?" + text;
  }

  /** A part of a path, or of a query. */
  static String part(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
