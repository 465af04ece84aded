package io.sluice.pipeline.secret;

import java.util.regex.Pattern;

/** Which values of connectors' settings, and which parts of them, are not shown. */
public final class HiddenValues {
  private static final String HIDDEN = "(hidden)";

  /** Within a text, as redaction writes it: what takes secrets out of logs would find another. */
  private static final String CUT = "***";

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{[^}]*}");

  /** Up to the last {@code @}: a password may have one too. Rather too much than too little. */
  private static final Pattern LOGIN = Pattern.compile("(://[^\\s:/@?]*:)(?!\\$\\{[^}]*}@)\\S*@");

  private static final Pattern PARAMETER =
      Pattern.compile("([\\w.-]+)(\\s*=\\s*)(\"[^\"]*\"|'[^']*'|[^\\s&;,]+)");

  private HiddenValues() {}

  /** Whether a setting's value is a secret itself; nothing but references to one may be shown. */
  public static boolean isHidden(String key, String value) {
    boolean named =
        SecretNames.isSecret(key) || SecretNames.isSecret(key.substring(key.lastIndexOf('.') + 1));
    boolean harmless = REFERENCE.matcher(value).replaceAll("").isEmpty();
    return named && !harmless;
  }

  /** Whether a worker puts something else in place of a part of the value. */
  public static boolean hasReference(String value) {
    return REFERENCE.matcher(value).find();
  }

  /** A setting's value as it may be shown. Invariant 9. */
  public static String shown(String key, String value) {
    return isHidden(key, value) ? HIDDEN : without(value);
  }

  /** A text in which URLs and their like may stand, without their logins. Invariant 9. */
  public static String without(String text) {
    String plain = LOGIN.matcher(text).replaceAll("$1" + CUT + "@");
    return PARAMETER
        .matcher(plain)
        .replaceAll(
            found ->
                java.util.regex.Matcher.quoteReplacement(
                    isHidden(found.group(1), found.group(3))
                        ? found.group(1) + found.group(2) + CUT
                        : found.group()));
  }
}
