package io.sluice.schema.protobuf;

import java.util.ArrayList;
import java.util.List;

/** The lines of a {@code .proto} file that is being written. */
final class ProtoLines {
  private static final String STEP = "  ";

  private final StringBuilder text = new StringBuilder();
  private int depth;
  private boolean justOpened;

  void line(String line) {
    text.append(STEP.repeat(depth)).append(line).append('\n');
    justOpened = false;
  }

  /** An empty line, unless a block has just begun. */
  void blank() {
    if (!justOpened && !text.isEmpty()) {
      text.append('\n');
    }
  }

  void open(String heading) {
    line(heading + " {");
    depth++;
    justOpened = true;
  }

  void close() {
    depth--;
    if (justOpened) {
      // Nothing came: the brace closes where it opened.
      text.setLength(text.length() - 1);
      text.append("}\n");
      justOpened = false;
    } else {
      line("}");
    }
  }

  /** A declaration with its options in brackets. */
  void declaration(String declaration, List<String> options) {
    if (options.isEmpty()) {
      line(declaration + ";");
    } else if (options.size() == 1) {
      line(declaration + " [" + options.get(0) + "];");
    } else {
      line(declaration + " [");
      depth++;
      for (int i = 0; i < options.size(); i++) {
        line(options.get(i) + (i < options.size() - 1 ? "," : ""));
      }
      depth--;
      line("];");
    }
  }

  /** What may not be used: numbers, then names. */
  void reserved(List<String> ranges, List<String> names) {
    if (!ranges.isEmpty()) {
      line("reserved " + String.join(", ", ranges) + ";");
    }
    if (!names.isEmpty()) {
      List<String> quoted = new ArrayList<>();
      names.forEach(name -> quoted.add(ProtoStrings.quoted(name)));
      line("reserved " + String.join(", ", quoted) + ";");
    }
  }

  /** A range of numbers, both of which are in it. */
  static String range(int first, int last, int max) {
    if (first == last) {
      return Integer.toString(first);
    }
    return first + " to " + (last == max ? "max" : Integer.toString(last));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
