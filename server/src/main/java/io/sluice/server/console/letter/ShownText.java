package io.sluice.server.console.letter;

import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Texts of records as a page shows them. */
final class ShownText {
  /** What a page has of one text; all of it is a download. */
  static final int LONGEST = 20_000;

  /** Control characters, and those that turn around or hide what stands beside them. */
  private static final Pattern UNSEEN =
      Pattern.compile(
          "[\\u007f-\\u009f\\u00ad\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff]");

  private ShownText() {}

  /**
   * The JSON with what nobody would see written as escapes, which mean the same.
   *
   * @param json in which line breaks are layout
   */
  static String visible(String json) {
    return UNSEEN.matcher(json).replaceAll(ShownText::escape);
  }

  private static String escape(MatchResult found) {
    return String.format(Locale.ROOT, "\\\\u%04x", (int) found.group().charAt(0));
  }

  /** Its beginning, where it is too long for a page. */
  static String cut(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return text.substring(0, end);
  }
}
