package io.sluice.pipeline.secret;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which values of connectors' settings, and which parts of them, are not shown. */
public final class HiddenValues {
  /** What stands where a value is not shown. */
  public static final String HIDDEN = "(hidden)";

  /** Within a text, as redaction writes it: what takes secrets out of logs would find another. */
  private static final String CUT = "***";

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{[^}]*}");

  /** Up to the last {@code @}: a password may have one too. Rather too much than too little. */
  private static final Pattern LOGIN = Pattern.compile("(://[^\\s:/@?]*:)(?!\\$\\{[^}]*}@)\\S*@");

  private static final Pattern PARAMETER =
      Pattern.compile("([\\w.-]+)(\\s*=\\s*)(\"[^\"]*\"|'[^']*'|[^\\s&;,]+)");

  private static final Pattern GLUED = Pattern.compile("([\\w.-]+):(?!//)\\S");

  private HiddenValues() {}

  /** Whether a setting's value is a secret itself; nothing but references to one may be shown. */
  public static boolean isHidden(String key, String value) {
    boolean named = SecretNames.isWithin(key);
    boolean harmless = REFERENCE.matcher(value).replaceAll("").isEmpty();
    return named && !harmless;
  }

  /** Whether a text is {@code password:x}: YAML wants a space there, and takes both for a value. */
  public static boolean isGlued(String text) {
    Matcher glued = GLUED.matcher(text);
    return glued.lookingAt() && SecretNames.isWithin(glued.group(1));
  }

  /** Whether a worker puts something else in place of a part of the value. */
  public static boolean hasReference(String value) {
    return REFERENCE.matcher(value).find();
  }

  /** A setting's value as it may be shown. Invariant 9. */
  public static String shown(String key, String value) {
    return isHidden(key, value) || isGlued(value) ? HIDDEN : without(value);
  }

  /** A text in which URLs and their like may stand, without their logins. Invariant 9. */
  public static String without(String text) {
    String plain = LOGIN.matcher(text).replaceAll("$1" + CUT + "@");
    return PARAMETER
        .matcher(plain)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    isHidden(found.group(1), found.group(3))
                        ? found.group(1) + found.group(2) + CUT
                        : found.group()));
  }
}
