package io.sluice.schema.text;

/**
 * How deep brackets stand within brackets in a text, found in one pass and without recursion: what
 * a parser that recurses must know before it begins.
 */
public final class Nesting {
  private Nesting() {}

  /** Of JSON. A text that is no JSON has some depth too; nothing is refused here. */
  public static int ofJson(String text) {
    int depth = 0;
    int deepest = 0;
    for (int i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '{', '[' -> deepest = Math.max(deepest, ++depth);
        case '}', ']' -> depth--;
        case '"' -> i = endOfString(text, i);
        default -> {
          // Nothing that opens or closes.
        }
      }
    }
    return deepest;
  }

  /** Of a {@code .proto} file: of all its kinds of brackets, outside of strings and comments. */
  public static int ofProto(String text) {
    int depth = 0;
    int deepest = 0;
    for (int i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '{', '[', '(', '<' -> deepest = Math.max(deepest, ++depth);
        case '}', ']', ')', '>' -> depth--;
        case '"', '\'' -> i = endOfString(text, i);
        case '/' -> i = endOfComment(text, i);
        default -> {
          // Nothing that opens or closes.
        }
      }
    }
    return deepest;
  }

  /** The index of the quote that closes the one at {@code start}, or of the end of the text. */
  private static int endOfString(String text, int start) {
    char quote = text.charAt(start);
    int i = start + 1;
    while (i < text.length() && text.charAt(i) != quote) {
      i += text.charAt(i) == '\\' ? 2 : 1;
    }
    return i;
  }

  /**
   * The index of the last character of the comment at {@code start}; of the slash if it is none.
   */
  private static int endOfComment(String text, int start) {
    int end;
    if (text.startsWith("//", start)) {
      end = text.indexOf('\n', start);
    } else if (text.startsWith("/*", start)) {
      int close = text.indexOf("*/", start + 2);
      end = close < 0 ? -1 : close + 1;
    } else {
      return start;
    }
    return end < 0 ? text.length() : end;
  }
}
