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
 * <p>Values that anybody would guess ({@code true}, {@code localhost}, a port) and those of fewer
 * than {@value #SHORTEST} characters are not searched for: taking every {@code a} out of a log
 * would hide the log, not the secret. They still go where a key says that a secret follows.
 */
final class Redaction {
  static final String MASK = "***";
  static final int SHORTEST = 4;
  private static final int SHORTEST_LINE = 16;

  private static final Pattern GUESSABLE =
      Pattern.compile(
          "true|false|null|none|yes|no|localhost|127\\.0\\.0\\.1|0\\.0\\.0\\.0|\\[?::1\\]?|[0-9]{1,5}",
          Pattern.CASE_INSENSITIVE);

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

  private final Set<String> forms = new LinkedHashSet<>();
  private volatile @Nullable Pattern known;

  /** Searches for {@code value} from now on. */
  synchronized void add(String value) {
    Set<String> added = formsOf(value);
    if (forms.addAll(added)) {
      // The longest first, so that a secret that begins with another one goes as a whole.
      known =
          Pattern.compile(
              forms.stream()
                  .sorted(Comparator.comparingInt(String::length).reversed())
                  .map(Pattern::quote)
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

  /** Every way in which a driver or a log may write {@code value}. */
  private static Set<String> formsOf(String value) {
    Set<String> raw = new LinkedHashSet<>();
    raw.add(value);
    raw.add(value.strip());
    if (value.indexOf('\n') >= 0) { // a private key, say, of which a log may show single lines
      value.lines().map(String::strip).filter(l -> l.length() >= SHORTEST_LINE).forEach(raw::add);
    }
    Set<String> all = new LinkedHashSet<>();
    for (String form : raw) {
      if (form.length() >= SHORTEST && !GUESSABLE.matcher(form).matches()) {
        String url = URLEncoder.encode(form, StandardCharsets.UTF_8);
        String percent = url.replace("+", "%20");
        String base64 = Base64.getEncoder().encodeToString(form.getBytes(StandardCharsets.UTF_8));
        all.add(form);
        all.add(url);
        all.add(percent);
        all.add(lowerCaseEscapes(percent));
        all.add(base64.replaceAll("=+$", ""));
        all.add(form.replace("'", "''"));
        all.add(form.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
      }
    }
    return all;
  }

  private static String lowerCaseEscapes(String percent) {
    return Pattern.compile("%[0-9A-F]{2}")
        .matcher(percent)
        .replaceAll(match -> match.group().toLowerCase(Locale.ROOT));
  }
}
