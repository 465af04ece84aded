package io.sluice.acceptance.browser;

import com.microsoft.playwright.options.ColorScheme;

/** How somebody looks at the console. */
enum Look {
  LIGHT(ColorScheme.LIGHT, 1440, 900),
  DARK(ColorScheme.DARK, 1440, 900),
  /** A small telephone, held upright. */
  NARROW(ColorScheme.LIGHT, 380, 780);

  private final ColorScheme colors;
  private final int width;
  private final int height;

  Look(ColorScheme colors, int width, int height) {
    this.colors = colors;
    this.width = width;
    this.height = height;
  }

  ColorScheme colors() {
    return colors;
  }

  /** Of the window, in CSS pixels. */
  int width() {
    return width;
  }

  /** Of the window, in CSS pixels. */
  int height() {
    return height;
  }
}
