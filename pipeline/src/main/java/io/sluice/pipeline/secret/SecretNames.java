package io.sluice.pipeline.secret;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which keys hold secrets, to judge by their names. For keys that no plugin declares as a password.
 */
public final class SecretNames {
  private static final Pattern SECRET =
      Pattern.compile(
          "passw(or)?d|passphrase|secret|credential|(^|[._-])(pass|pwd|token)$"
              + "|api[._-]?key|access[._-]?key|private[._-]?key|jaas"
              + "|^key$|^salt$"); // a transform's; 'event.key' names a column

  private static final Pattern PLAIN =
      Pattern.compile("(^|[._-])(host(name)?|port|user(name)?|db(name)?|database)$");

  private SecretNames() {}

  /**
   * Whether a plugin's setting such as {@code database.password} or {@code api_key} names a secret.
   */
  public static boolean isSecret(String key) {
    return SECRET.matcher(key.toLowerCase(Locale.ROOT)).find();
  }

  /**
   * Whether a setting such as {@code database.hostname} says where something is rather than how to
   * get in. Messages that hide this help nobody.
   */
  public static boolean isPlain(String key) {
    return PLAIN.matcher(key.toLowerCase(Locale.ROOT)).find();
  }
}
