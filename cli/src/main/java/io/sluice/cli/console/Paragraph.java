package io.sluice.cli.console;

import java.util.ArrayList;
import java.util.List;

/** Running text in lines. */
public final class Paragraph {
  private static final int WIDTH = 100;

  private Paragraph() {}

  /** The text broken at spaces, each line behind {@code indent}. */
  public static List<String> wrapped(String text, String indent) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(indent);
    for (String word : text.strip().split("\\s+")) {
      boolean begun = line.length() > indent.length();
      if (begun && line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line.setLength(indent.length());
        begun = false;
      }
      line.append(begun ? " " : "").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
