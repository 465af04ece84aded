package io.sluice.state.history;

import java.util.regex.Pattern;

/**
 * A reason as it is kept: for good, and for many to read. People paste into it what they have at
 * hand, so what has the form of a secret is taken out. Invariant 9.
 */
final class ReasonText {
  private static final String MASK = "***";

  /** Also one that was cut off when it was copied. */
  private static final Pattern TOKEN = Pattern.compile("slc_[0-9A-Za-z]{6,}");

  private static final Pattern ASSIGNED =
      Pattern.compile(
          "((?:password|passwd|passphrase|pwd|secret|credentials?|(?:api|access|private)[._-]?key"
              + "|token)[\"']?\\s*[=:]\\s*)(?!\\*\\*\\*)(\"[^\"]*\"|'[^']*'|[^\\s&;,]+)",
          Pattern.CASE_INSENSITIVE);

  /** {@code scheme://user:password@host}. */
  private static final Pattern LOGIN = Pattern.compile("(://[^\\s/:@?#]*:)[^\\s/@]+@");

  private static final Pattern BEARER =
      Pattern.compile("((?:bearer|basic)\\s+)[\\w.~+/=-]{16,}", Pattern.CASE_INSENSITIVE);

  private ReasonText() {}

  /** The same text without what looks like a secret. */
  static String withoutSecrets(String reason) {
    String clean = TOKEN.matcher(reason).replaceAll(MASK);
    clean = BEARER.matcher(clean).replaceAll("$1" + MASK);
    clean = ASSIGNED.matcher(clean).replaceAll("$1" + MASK);
    return LOGIN.matcher(clean).replaceAll("$1" + MASK + "@");
  }
}
