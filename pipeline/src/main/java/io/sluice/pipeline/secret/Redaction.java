package io.sluice.pipeline.secret;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes secrets out of text: known values wherever they stand and however they are escaped, and
 * whatever stands where passwords stand in URLs and key-value texts. Safe for use by several
 * threads.
 *
 * <p>What a provider gave may be a secret or a host name. If anybody would guess it ({@code
 * localhost}, a port) or it has fewer than {@value #SHORTEST} characters, it is not searched for:
 * taking every {@code a} out of a log would hide the log, not the secret. What is certainly a
 * secret, by its key, is then taken out where it stands as a word of its own.
 */
final class Redaction {
  static final String MASK = "***";
  static final int SHORTEST = 4;
  private static final int SHORTEST_LINE = 16;

  private static final Pattern GUESSABLE =
      Pattern.compile(
          "none|yes|no|localhost|127\\.0\\.0\\.1|0\\.0\\.0\\.0|\\[?::1\\]?|[0-9]{1,5}",
          Pattern.CASE_INSENSITIVE);

  /** Words that no JSON document can do without; nobody can take them for a secret. */
  private static final Pattern HARMLESS = Pattern.compile("true|false|null|[0-9]{0,3}|\\s*");

  private static final String SECRET_KEY =
      "(?:[\\w.-]*(?:password|passwd|passphrase|secret|credential|api[._-]?key|access[._-]?key"
          + "|private[._-]?key)|(?<![\\w])(?:pwd|token|access_token|auth_token))";

  /** {@code password=x}, as in URLs and connection strings. */
  private static final Pattern ASSIGNED =
      Pattern.compile(
          "(" + SECRET_KEY + "s?\\s*=\\s*)(?!\\$\\{)(\"[^\"]*\"|'[^']*'|[^\\s&;,)}\\]\"']+)",
          Pattern.CASE_INSENSITIVE);

  /** {@code "password": "x"}, as in JSON. */
  private static final Pattern QUOTED =
      Pattern.compile(
          "([\"']" + SECRET_KEY + "s?[\"']\\s*:\\s*)(?!\"\\$\\{)\"(?:[^\"\\\\]|\\\\.)*+\"",
          Pattern.CASE_INSENSITIVE);

  /** {@code scheme://user:password@host}. */
  private static final Pattern USER_INFO =
      Pattern.compile("(://[^\\s/:@?#]*:)(?!\\$\\{)[^\\s/@]+(@)");

  private final Set<String> patterns = new LinkedHashSet<>();
  private volatile @Nullable Pattern known;

  /** Searches for {@code value}, which a provider gave, from now on. */
  void add(String value) {
    add(value, false);
  }

  /** Searches for {@code value}, which is certainly a secret, from now on. */
  void addSecret(String value) {
    add(value, true);
  }

  private synchronized void add(String value, boolean certain) {
    boolean changed = false;
    for (String raw : partsOf(value)) {
      if (HARMLESS.matcher(raw).matches()) {
        continue;
      }
      boolean common = raw.length() < SHORTEST || GUESSABLE.matcher(raw).matches();
      if (!common) {
        for (String form : formsOf(raw)) {
          changed |= patterns.add(Pattern.quote(form));
        }
      } else if (certain) {
        changed |= patterns.add("(?<![A-Za-z0-9])" + Pattern.quote(raw) + "(?![A-Za-z0-9])");
      }
    }
    if (changed) {
      // The longest first, so that a secret that begins with another one goes as a whole.
      known =
          Pattern.compile(
              patterns.stream()
                  .sorted(Comparator.comparingInt(String::length).reversed())
                  .collect(Collectors.joining("|")));
    }
  }

  String apply(String text) {
    String clean = text;
    Pattern values = known;
    if (values != null) {
      clean = values.matcher(clean).replaceAll(Matcher.quoteReplacement(MASK));
    }
    if (clean.indexOf('=') >= 0) {
      clean = ASSIGNED.matcher(clean).replaceAll("$1" + Matcher.quoteReplacement(MASK));
    }
    if (clean.indexOf(':') >= 0) {
      clean = QUOTED.matcher(clean).replaceAll("$1\"" + Matcher.quoteReplacement(MASK) + "\"");
      clean = USER_INFO.matcher(clean).replaceAll("$1" + Matcher.quoteReplacement(MASK) + "$2");
    }
    return clean;
  }

  private static Set<String> partsOf(String value) {
    Set<String> parts = new LinkedHashSet<>();
    parts.add(value);
    parts.add(value.strip());
    if (value.indexOf('\n') >= 0) { // a private key, say, of which a log may show single lines
      value.lines().map(String::strip).filter(l -> l.length() >= SHORTEST_LINE).forEach(parts::add);
    }
    return parts;
  }

  /** Every way in which a driver or a log may write {@code value}. */
  private static Set<String> formsOf(String value) {
    String url = URLEncoder.encode(value, StandardCharsets.UTF_8);
    String percent = url.replace("+", "%20");
    String base64 = Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    Set<String> forms = new LinkedHashSet<>();
    forms.add(value);
    forms.add(url);
    forms.add(percent);
    forms.add(lowerCaseEscapes(percent));
    forms.add(base64.replaceAll("=+$", ""));
    forms.add(value.replace("'", "''"));
    forms.add(value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
    return forms;
  }

  private static String lowerCaseEscapes(String percent) {
    return Pattern.compile("%[0-9A-F]{2}")
        .matcher(percent)
        .replaceAll(match -> match.group().toLowerCase(Locale.ROOT));
  }
}
