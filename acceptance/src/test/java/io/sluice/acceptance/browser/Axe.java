package io.sluice.acceptance.browser;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What axe-core finds wrong with a page for people who see little, or use no mouse. The script gets
 * into the page by the browser's debugger, past the content security policy, which stays as it is.
 */
final class Axe {
  private static final String SCRIPT =
      read("/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js");

  /** WCAG 2.2 AA as far as this axe knows it, and what it calls good practice. */
  private static final String RUN =
      "axe.run(document, {resultTypes: ['violations']}).then(found => found.violations.flatMap("
          + "one => one.nodes.map(node => one.id + ' at ' + node.target.join(' ') + ': '"
          + " + node.failureSummary)))";

  private Axe() {}

  /** Each violation with its rule, where it is, and what mends it; empty if there is none. */
  static List<String> violations(Page page) {
    page.evaluate("script => { (0, eval)(script); }", SCRIPT);
    List<String> found = new ArrayList<>();
    for (Object one : (List<?>) page.evaluate(RUN)) {
      found.add(String.valueOf(one));
    }
    return found;
  }

  private static String read(String name) {
    try (InputStream in = Axe.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
