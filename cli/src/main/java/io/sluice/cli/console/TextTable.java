package io.sluice.cli.console;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Rows under a heading, in columns as wide as their widest cell; numbers to the right. Cells are
 * shown on one line: control characters become visible escapes, so that data cannot steer the
 * terminal.
 */
public final class TextTable {
  private static final int WIDEST = 60;

  private final int widest;
  private final List<String> heading;
  private final List<List<String>> rows = new ArrayList<>();

  /** Cells are cut where they would make the table hard to read. */
  public TextTable(List<String> heading) {
    this(heading, WIDEST);
  }

  private TextTable(List<String> heading, int widest) {
    this.widest = widest;
    this.heading = heading.stream().map(TextTable::visible).toList();
  }

  /** A table whose cells are shown whole, such as names that people copy. */
  public static TextTable uncut(List<String> heading) {
    return new TextTable(heading, Integer.MAX_VALUE);
  }

  /** Adds a row, which has as many cells as the heading. */
  public void row(List<String> cells) {
    if (cells.size() != heading.size()) {
      throw new IllegalArgumentException(
          "expected " + heading.size() + " cells but found " + cells.size());
    }
    rows.add(cells.stream().map(TextTable::visible).map(this::shortened).toList());
  }

  /** The lines of the table; without rows the heading alone. */
  public List<String> lines() {
    int columns = heading.size();
    int[] width = new int[columns];
    boolean[] numeric = new boolean[columns];
    for (int c = 0; c < columns; c++) {
      int column = c;
      width[c] =
          rows.stream()
              .mapToInt(r -> length(r.get(column)))
              .reduce(length(heading.get(c)), Math::max);
      numeric[c] =
          !rows.isEmpty()
              && rows.stream().map(r -> r.get(column)).allMatch(t -> t.isEmpty() || number(t));
    }
    List<String> lines = new ArrayList<>();
    lines.add(line(heading, width, numeric));
    StringBuilder rule = new StringBuilder();
    for (int w : width) {
      rule.append(rule.isEmpty() ? "" : "  ").append("-".repeat(w));
    }
    lines.add(rule.toString());
    rows.forEach(r -> lines.add(line(r, width, numeric)));
    return lines;
  }

  private static String line(List<String> cells, int[] width, boolean[] numeric) {
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < width.length; c++) {
      String gap = " ".repeat(width[c] - length(cells.get(c)));
      line.append(c == 0 ? "" : "  ").append(numeric[c] ? gap + cells.get(c) : cells.get(c) + gap);
    }
    return line.toString().stripTrailing();
  }

  private static boolean number(String text) {
    return text.chars().allMatch(c -> (c >= '0' && c <= '9') || ".,-+%eE".indexOf(c) >= 0)
        && text.chars().anyMatch(c -> c >= '0' && c <= '9');
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private String shortened(String text) {
    return length(text) <= widest
        ? text
        : text.substring(0, text.offsetByCodePoints(0, widest - 1)) + "…";
  }

  private static String visible(String text) {
    if (text.codePoints().noneMatch(TextTable::steers)) {
      return text;
    }
    return text.codePoints()
        .mapToObj(
            c ->
                switch (c) {
                  case '\n' -> "\\n";
                  case '\r' -> "\\r";
                  case '\t' -> "\\t";
                  default -> steers(c) ? String.format("\\u%04x", c) : Character.toString(c);
                })
        .collect(Collectors.joining());
  }

  private static boolean steers(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.SURROGATE
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }
}
