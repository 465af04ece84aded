package io.sluice.pipeline.secret;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One {@code ${provider:path:key}} or {@code ${provider:key}} in a value, by the rules of Kafka's
 * {@code ConfigTransformer}. What has no colon, such as {@code ${topic}}, belongs to the plugin and
 * is none.
 *
 * @param text as it is written
 * @param provider which config provider
 * @param path where the provider looks; may be empty
 * @param key what it looks for
 */
record Reference(String text, String provider, String path, String key) {
  private static final Pattern PATTERN = Pattern.compile("\\$\\{([^}:]*):(?:([^}]*):)?([^}:]*)\\}");

  /** All references in {@code value}, from left to right. */
  static List<Reference> in(String value) {
    List<Reference> references = new ArrayList<>();
    Matcher matcher = PATTERN.matcher(value);
    while (matcher.find()) {
      String path = matcher.group(2);
      references.add(
          new Reference(
              matcher.group(), matcher.group(1), path == null ? "" : path, matcher.group(3)));
    }
    return references;
  }
}
