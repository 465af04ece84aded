package io.sluice.serdes.avro.mapping;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Makes names that Avro allows ({@code [A-Za-z_][A-Za-z0-9_]*}) of any: as it is encoded in a URL,
 * with an underscore for what is still not allowed, and an x before a digit at its beginning.
 */
final class NameScrubber {
  private NameScrubber() {}

  /** A name without dots; those that are allowed stay as they are. */
  static String simple(String name) {
    if (name.isEmpty() || isAllowed(name)) {
      return name;
    }
    String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8);
    StringBuilder scrubbed = new StringBuilder();
    if (isDigit(encoded.charAt(0))) {
      scrubbed.append('x');
    }
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      scrubbed.append(isDigit(c) || isLetter(c) ? c : '_');
    }
    return scrubbed.toString();
  }

  /** A name with dots, between which each part is changed. */
  static String full(String name) {
    StringBuilder scrubbed = new StringBuilder();
    for (String part : name.split("\\.", -1)) {
      scrubbed.append(scrubbed.length() == 0 ? "" : ".").append(simple(part));
    }
    return scrubbed.toString();
  }

  private static boolean isAllowed(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!isLetter(c) && !(isDigit(c) && i > 0)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetter(char c) {
    return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '_';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
