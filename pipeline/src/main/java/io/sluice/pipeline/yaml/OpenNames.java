package io.sluice.pipeline.yaml;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names that a file says openly, kept out of a redaction's way. Somebody's password may be {@code
 * postgres}: taken out of {@code connector: postgres} it would hide the connector, and tell whoever
 * knows connectors what the password is. Each is replaced by a sign that stands in no text, and put
 * back afterwards.
 */
final class OpenNames {
  /** Signs of Unicode's private use; what stands in a text already is not held. */
  private static final char FIRST = '\uE000';

  private static final char LAST = '\uF8FF';
  private static final Pattern SIGN = Pattern.compile("[" + FIRST + "-" + LAST + "]");

  /** Of an address, what says which kind it is. */
  private static final Pattern SCHEME =
      Pattern.compile("jdbc:[a-z][a-z0-9]*(?=:)|[a-z][a-z0-9]*(?=://)");

  private final UnaryOperator<String> redact;
  private final boolean able;
  private final List<String> held = new ArrayList<>();
  private final Set<String> words = new HashSet<>();

  /**
   * For one text.
   *
   * @param redact takes known secrets out
   */
  OpenNames(String text, UnaryOperator<String> redact) {
    this.redact = redact;
    this.able = !SIGN.matcher(text).find();
  }

  /** Takes {@code word} for a name from now on: of a connector, or the pipeline's own. */
  void add(String word) {
    words.add(word);
  }

  /** Whether a value is nothing but such a name. */
  boolean contain(String value) {
    return words.contains(value);
  }

  /** The length of the kind of address that {@code value} begins with; 0 if it is no address. */
  static int scheme(String value) {
    Matcher found = SCHEME.matcher(value);
    return found.lookingAt() ? found.end() : 0;
  }

  /** What stands for {@code name} meanwhile: itself, where the redaction leaves it alone. */
  String hold(String name) {
    if (!able || held.size() > LAST - FIRST || redact.apply(name).equals(name)) {
      return name;
    }
    held.add(name);
    return String.valueOf((char) (FIRST + held.size() - 1));
  }

  /** A text without known secrets, and with the names in it. */
  String redacted(String text) {
    String clean = redact.apply(text);
    return able
        ? SIGN.matcher(clean)
            .replaceAll(
                found -> Matcher.quoteReplacement(held.get(found.group().charAt(0) - FIRST)))
        : clean;
  }
}
