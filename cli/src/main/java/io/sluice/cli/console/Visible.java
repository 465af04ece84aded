package io.sluice.cli.console;

import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Texts as a terminal gets them: what others wrote into names, files and errors is shown, and
 * commands it to do nothing. Line breaks, tabs and the sequences of {@link Style} stay.
 */
public final class Visible {
  /** Controls (ISO 6429), and what turns text around; a sequence of ours is passed over first. */
  private static final Pattern UNSEEN =
      Pattern.compile(
          "\\u001b\\[(?:0|1|2|31|32|33)m"
              + "|[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]");

  private Visible() {}

  /** The text with what nobody would see written as {@code \}{@code u001b}. */
  public static String of(String text) {
    return UNSEEN.matcher(text).replaceAll(Visible::escape);
  }

  private static String escape(MatchResult found) {
    String unseen = found.group();
    return unseen.length() > 1
        ? unseen
        : String.format(Locale.ROOT, "\\\\u%04x", (int) unseen.charAt(0));
  }
}
