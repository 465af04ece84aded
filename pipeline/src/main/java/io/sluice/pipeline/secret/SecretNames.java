package io.sluice.pipeline.secret;

import io.sluice.pipeline.Spelling;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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

  /** Of these a word may differ by a letter, by two if it is a long one. */
  private static final List<String> ANYWHERE =
      List.of(
          "password",
          "passwd",
          "passphrase",
          "secret",
          "credential",
          "credentials",
          "apikey",
          "accesskey",
          "privatekey");

  private static final List<String> AT_THE_END = List.of("token");

  /** Near one of them by chance; settings of connectors are called so. */
  private static final Set<String> INNOCENT = Set.of("tokens", "passed");

  private static final int SHORT = 8;
  private static final int LONGEST = 200;
  private static final Pattern WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final Pattern CAMEL = Pattern.compile("(\\p{Ll})(\\p{Lu})");

  private SecretNames() {}

  /**
   * Whether a plugin's setting such as {@code database.password} or {@code api_key} names a secret,
   * also if it is misspelt, as in {@code database.passwort}.
   */
  public static boolean isSecret(String key) {
    return SECRET.matcher(key.toLowerCase(Locale.ROOT)).find() || isMisspelt(key);
  }

  /**
   * Whether one of the key's words, or the last two of them together, is nearly one of a secret.
   */
  private static boolean isMisspelt(String key) {
    if (key.length() > LONGEST) {
      return false; // nobody's key; the effort would be for nothing
    }
    String[] words = WORDS.split(CAMEL.matcher(key).replaceAll("$1.$2").toLowerCase(Locale.ROOT));
    for (int i = 0; i < words.length; i++) {
      boolean last = i == words.length - 1;
      if (isNearly(words[i], ANYWHERE)
          || (last && isNearly(words[i], AT_THE_END))
          || (i > 0 && isNearly(words[i - 1] + words[i], ANYWHERE))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isNearly(String word, List<String> secrets) {
    return !INNOCENT.contains(word)
        && secrets.stream()
            .anyMatch(
                secret -> Spelling.distance(word, secret) <= (secret.length() < SHORT ? 1 : 2));
  }

  /** Whether a path of settings ends in the name of a secret: {@code sinks[0].config.key}. */
  public static boolean isWithin(String path) {
    return isSecret(path) || isSecret(path.substring(path.lastIndexOf('.') + 1));
  }

  /**
   * Whether a setting such as {@code database.hostname} says where something is rather than how to
   * get in. Messages that hide this help nobody.
   */
  public static boolean isPlain(String key) {
    return PLAIN.matcher(key.toLowerCase(Locale.ROOT)).find();
  }
}
