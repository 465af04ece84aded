package io.sluice.server.console.record;

import io.sluice.engine.tap.Node.Kind;
import io.sluice.engine.tap.Node.Leaf;
import io.sluice.server.console.text.Figures;
import java.util.Optional;

/**
 * A single value as it is shown.
 *
 * @param text as it is, to be escaped by whoever shows it
 * @param cssClass how it looks: null, an absent field and an empty text are told apart
 * @param note what is to be said beside it; empty if nothing is
 */
public record Cell(String text, String cssClass, String note) {
  /** Where there is no such field. */
  public static final Cell ABSENT = new Cell("absent", "absent", "");

  private static final int LONG = 240;

  /** Whether it takes so much room that only its beginning is shown at first. */
  public boolean isLong() {
    return text.length() > LONG;
  }

  /** Its beginning. */
  public String brief() {
    return text.substring(0, text.offsetByCodePoints(0, LONG / 2)) + "…";
  }

  static Cell of(Optional<Leaf> leaf) {
    return leaf.map(Cell::of).orElse(ABSENT);
  }

  static Cell of(Leaf leaf) {
    String note = note(leaf);
    return switch (leaf.kind()) {
      case NULL -> new Cell("null", "none", note);
      case LEFT_OUT -> new Cell("left out", "absent", "too large to be shown");
      case NUMBER -> new Cell(leaf.text(), "number", note);
      case TEXT ->
          leaf.text().isEmpty()
              ? new Cell("empty text", "none", note)
              : new Cell(leaf.text(), leaf.masked() ? "masked" : "", note);
      case BYTES -> new Cell(leaf.text(), "bytes", note);
      case BOOLEAN, MOMENT -> new Cell(leaf.text(), "", note);
    };
  }

  private static String note(Leaf leaf) {
    String masked = leaf.masked() ? "masked" : "";
    String size = size(leaf);
    return masked.isEmpty() || size.isEmpty() ? masked + size : masked + ", " + size;
  }

  private static String size(Leaf leaf) {
    if (leaf.kind() == Kind.BYTES) {
      return "base64 of " + (leaf.cut() ? "the beginning of " : "") + Figures.bytes(leaf.length());
    }
    return leaf.cut() ? "the beginning of " + Figures.count(leaf.length()) + " characters" : "";
  }

  /** In one line with others. */
  static String brief(Leaf leaf) {
    return switch (leaf.kind()) {
      case NULL -> "null";
      case LEFT_OUT -> "…";
      case BYTES -> Figures.bytes(leaf.length());
      case TEXT, NUMBER, BOOLEAN, MOMENT ->
          leaf.text().length() > 60 ? leaf.text().substring(0, 60) + "…" : leaf.text();
    };
  }
}
