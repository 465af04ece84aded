package io.sluice.cli.console;

/** The few ways in which text stands out on a terminal. */
public enum Style {
  GOOD("32"),
  WARNING("33"),
  BAD("31"),
  STRONG("1"),
  FAINT("2");

  private final String code;

  Style(String code) {
    this.code = code;
  }

  /** The text in this style if colours are wanted, else the text itself. */
  public String of(String text, boolean colours) {
    return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
