package io.sluice.server.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Environment variables, as OpenTelemetry's specification reads them: one that is empty is one that
 * is not there. What cannot be understood is an {@link IllegalArgumentException} whose message
 * names the variable, or the place in the project file that says the same, and no value that may be
 * a secret.
 */
public final class Variables {
  private final Map<String, String> environment;
  private final Map<String, String> places;

  public Variables(Map<String, String> environment) {
    this(environment, Map.of());
  }

  /**
   * @param places by what people know a variable that is not from the environment
   */
  Variables(Map<String, String> environment, Map<String, String> places) {
    this.environment = Map.copyOf(environment);
    this.places = Map.copyOf(places);
  }

  /** How people know a variable. */
  public String named(String variable) {
    return places.getOrDefault(variable, variable);
  }

  /** Without blanks around it. */
  public String text(String variable, String otherwise) {
    String text = environment.getOrDefault(variable, "").strip();
    return text.isEmpty() ? otherwise : text;
  }

  /** Whether there is one. */
  public boolean has(String variable) {
    return !text(variable, "").isEmpty();
  }

  /** Only {@code true} is true. */
  public boolean isTrue(String variable) {
    return text(variable, "").equalsIgnoreCase("true");
  }

  /** Milliseconds above zero. */
  public Duration millis(String variable, long otherwise) {
    String text = text(variable, Long.toString(otherwise));
    if (!text.matches("[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException(
          named(variable) + ": expected milliseconds above zero, found " + text);
    }
    return Duration.ofMillis(Long.parseLong(text));
  }

  /** From 0 to 1. */
  public double ratio(String variable, double otherwise) {
    String text = text(variable, Double.toString(otherwise));
    try {
      double ratio = Double.parseDouble(text);
      if (ratio >= 0 && ratio <= 1) {
        return ratio;
      }
    } catch (NumberFormatException notOne) {
      // Said below.
    }
    throw new IllegalArgumentException(
        named(variable) + ": expected a number from 0 to 1, found " + text);
  }

  /** Names with values: {@code a=1,b=2}, percent-encoded where a value has what is not its own. */
  Map<String, String> pairs(String variable) {
    Map<String, String> pairs = new TreeMap<>();
    for (String pair : text(variable, "").split(",", -1)) {
      if (pair.isBlank()) {
        continue;
      }
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        // Not what was found: it may be a secret.
        throw new IllegalArgumentException(named(variable) + ": expected a list of name=value");
      }
      pairs.put(
          pair.substring(0, equals).strip(),
          URLDecoder.decode(pair.substring(equals + 1).strip(), UTF_8));
    }
    return pairs;
  }

  /** An address of HTTP. */
  URI address(String variable) {
    // Not what was found: it may have a password in it.
    String wrong = named(variable) + ": expected an address such as http://localhost:4318";
    try {
      URI uri = URI.create(text(variable, ""));
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      if (uri.getHost() == null || !scheme.equals("http") && !scheme.equals("https")) {
        throw new IllegalArgumentException(wrong);
      }
      return uri;
    } catch (IllegalArgumentException notOne) {
      throw new IllegalArgumentException(wrong);
    }
  }
}
