package io.sluice.pipeline.secret;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which keys hold secrets, to judge by their names. For keys that no plugin declares as a password.
 */
public final class SecretNames {
  private static final Pattern SECRET =
      Pattern.compile(
          "pass(word|wd|phrase)?s?$|pwd$|secret|token$|credential|api[._-]?key|access[._-]?key"
              + "|private[._-]?key|\\bkey$|\\bsalt$|jaas");

  private SecretNames() {}

  /**
   * Whether a key such as {@code database.password} or {@code source.config.api_key} names a
   * secret.
   */
  public static boolean isSecret(String key) {
    return SECRET.matcher(key.toLowerCase(Locale.ROOT)).find();
  }
}
