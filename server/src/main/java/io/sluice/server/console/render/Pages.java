package io.sluice.server.console.render;

import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;

/** Makes HTML of pages. Thread-safe. */
public final class Pages {
  private static final String TEMPLATES = "io.sluice.server.console.template";

  private final TemplateEngine engine;

  /** With the templates that were compiled with this class. */
  public Pages() {
    this(
        TemplateEngine.createPrecompiled(
            null, gg.jte.ContentType.Html, Pages.class.getClassLoader(), TEMPLATES));
  }

  Pages(TemplateEngine engine) {
    this.engine = engine;
  }

  /**
   * A page as UTF-8.
   *
   * @param template its name, without the ending
   * @param page what it shows
   */
  public byte[] render(String template, Object page) {
    Utf8ByteOutput output = new Utf8ByteOutput();
    engine.render(template + ".jte", page, output);
    return output.toByteArray();
  }
}
