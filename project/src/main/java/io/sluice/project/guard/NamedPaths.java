package io.sluice.project.guard;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of a setting's value could be the path of a file. Which of a connector's settings are paths,
 * and in which of the many ways, only the connector knows: JDBC URLs of embedded databases, {@code
 * file:} URIs, lists, options behind a path. So everything counts that a connector could take for
 * one.
 */
final class NamedPaths {
  /** Between the parts of lists, URLs and SQL, where a path may have blanks in it. */
  private static final Pattern PUNCTUATION = Pattern.compile("[,;'\"()?&|=\\r\\n]+");

  private static final Pattern BLANKS = Pattern.compile("[\\s,;'\"()?&|=]+");
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:");
  private static final Pattern AUTHORITY = Pattern.compile("//[^/]*");
  private static final Pattern ENCODED = Pattern.compile("(?:%[0-9A-Fa-f]{2})+");
  private static final String HOME = "~/";

  private final Set<String> found = new LinkedHashSet<>();

  private NamedPaths() {}

  /** All that could be one, absolute or not; empty texts are none. */
  static Set<String> in(String value) {
    NamedPaths paths = new NamedPaths();
    paths.addParts(value);
    if (value.indexOf('%') >= 0) {
      paths.addParts(decoded(value));
    }
    return paths.found;
  }

  private void addParts(String text) {
    add(text);
    for (String part : PUNCTUATION.split(text, -1)) {
      add(part);
    }
    for (String part : BLANKS.split(text, -1)) {
      add(part);
    }
  }

  private void add(String text) {
    String rest = text.strip();
    addOne(rest);
    for (Matcher scheme = SCHEME.matcher(rest); scheme.lookingAt(); scheme = SCHEME.matcher(rest)) {
      rest = rest.substring(scheme.end());
      addOne(rest);
      addOne(AUTHORITY.matcher(rest).lookingAt() ? AUTHORITY.matcher(rest).replaceFirst("") : rest);
    }
  }

  private void addOne(String path) {
    if (!path.isEmpty()) {
      found.add(
          path.startsWith(HOME)
              ? System.getProperty("user.home") + path.substring(HOME.length() - 1)
              : path);
    }
  }

  /** As URIs have it: bytes of UTF-8 by their hexadecimal numbers. */
  private static String decoded(String text) {
    return ENCODED
        .matcher(text)
        .replaceAll(
            match -> Matcher.quoteReplacement(bytes(match.group().substring(1).split("%"))));
  }

  private static String bytes(String[] numbers) {
    byte[] bytes = new byte[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      bytes[i] = (byte) Integer.parseInt(numbers[i], 16);
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
