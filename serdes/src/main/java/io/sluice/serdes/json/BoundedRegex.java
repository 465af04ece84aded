package io.sluice.serdes.json;

import com.networknt.schema.regex.RegularExpression;
import io.sluice.schema.InvalidSchemaException;
import io.sluice.serdes.misfit.MisfitException;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A {@code pattern} of a schema, that may look at so many characters and at no more: some patterns
 * would look at each again and again, for longer than anybody waits. Thread-safe.
 */
final class BoundedRegex implements RegularExpression {
  /** How many looks a text gets in any case. */
  private static final long LOOKS = 1_000_000;

  /** And how many more for each of its characters. */
  private static final long LOOKS_EACH = 100;

  private final Pattern pattern;

  BoundedRegex(String regex) {
    try {
      // To ECMA 262 a line feed at the end belongs to the text.
      pattern = Pattern.compile(regex.replaceAll("(?<!\\\\)\\$$", "\\\\z"));
    } catch (PatternSyntaxException e) {
      throw new InvalidSchemaException(
          "A JSON Schema has a pattern that is none: " + e.getDescription(), e);
    }
  }

  @Override
  public boolean matches(String value) {
    try {
      return pattern.matcher(new Watched(value, new long[] {budget(value)})).find();
    } catch (StackOverflowError e) {
      throw new MisfitException(
          "expected a text that can be held against the pattern "
              + pattern
              + ", found one that is too long for it");
    }
  }

  private static long budget(String value) {
    return LOOKS + LOOKS_EACH * value.length();
  }

  /** A text that counts the looks at it. */
  private record Watched(CharSequence text, long[] left) implements CharSequence {
    @Override
    public char charAt(int index) {
      if (--left[0] < 0) {
        throw new MisfitException(
            "expected a text that can be held against its pattern in reasonable time, found one"
                + " that cannot; write the pattern without repetitions inside repetitions");
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Watched(text.subSequence(start, end), left);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
