package io.sluice.schema.protobuf;

import io.sluice.schema.InvalidSchemaException;
import io.sluice.schema.SchemaLimits;
import io.sluice.schema.text.Nesting;
import java.util.Set;

/**
 * A {@code .proto} file before its parser sees it: without comments, which nobody keeps, and within
 * bounds that the parser does not have itself.
 */
final class ProtoText {
  /** What begins a definition; as names of fields they count too, which is no harm. */
  private static final Set<String> DEFINITIONS =
      Set.of("message", "enum", "service", "group", "extend");

  /** Wire's parser holds each of them against all before it. */
  private static final int MOST_OUTERMOST = 8_000;

  private final String text;
  private final StringBuilder bare;
  private int definitions;
  private int outermost;
  private int depth;

  private ProtoText(String text) {
    this.text = text;
    this.bare = new StringBuilder(text);
  }

  /**
   * The text with spaces in the place of comments; every other character stands where it stood.
   *
   * @param which which text, as the beginning of a sentence
   * @throws InvalidSchemaException if it is beyond the bounds
   */
  static String prepared(String which, String text, SchemaLimits limits) {
    limits.checkDepth(which, Nesting.ofProto(text));
    ProtoText prepared = new ProtoText(text);
    if (!prepared.goThrough()) {
      throw new InvalidSchemaException(which + " ends within a comment");
    }
    limits.checkTypes(prepared.definitions);
    if (prepared.outermost > MOST_OUTERMOST) {
      throw new InvalidSchemaException(
          which
              + " has "
              + prepared.outermost
              + " definitions that are in no message; at most "
              + MOST_OUTERMOST
              + " are accepted");
    }
    String bare = prepared.bare.toString();
    if (bare.isBlank()) {
      throw new InvalidSchemaException(which + " is empty");
    }
    return bare;
  }

  /** Whether the text ended where it may end. */
  private boolean goThrough() {
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '"' || c == '\'') {
        i = endOfString(i, c);
      } else if (text.startsWith("//", i)) {
        int end = text.indexOf('\n', i);
        i = blank(i, end < 0 ? text.length() : end);
      } else if (text.startsWith("/*", i)) {
        int end = text.indexOf("*/", i + 2);
        if (end < 0) {
          return false;
        }
        i = blank(i, end + 2);
      } else if (Character.isLetter(c)) {
        i = endOfWord(i);
      } else {
        depth += c == '{' ? 1 : c == '}' ? -1 : 0;
        i++;
      }
    }
    return true;
  }

  private int endOfString(int start, char quote) {
    int i = start + 1;
    while (i < text.length() && text.charAt(i) != quote) {
      i += text.charAt(i) == '\\' ? 2 : 1;
    }
    return i + 1;
  }

  private int endOfWord(int start) {
    int i = start;
    while (i < text.length()
        && (Character.isLetterOrDigit(text.charAt(i)) || text.charAt(i) == '_')) {
      i++;
    }
    if (i - start <= "message".length() && DEFINITIONS.contains(text.substring(start, i))) {
      definitions++;
      outermost += depth == 0 ? 1 : 0;
    }
    return i;
  }

  private int blank(int start, int end) {
    for (int i = start; i < end; i++) {
      if (text.charAt(i) != '\n') {
        bare.setCharAt(i, ' ');
      }
    }
    return end;
  }
}
