package io.sluice.acceptance.browser;

import static java.util.Objects.requireNonNull;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A page that somebody looks at, and what is wrong with it whatever it shows.
 *
 * @param name its address, or what was done on a page to come there
 * @param bytes on the wire with all that it needs, nothing of it cached
 * @param serverMillis from the request until the first byte came
 */
record Screen(String name, int status, long bytes, long serverMillis, List<String> faults) {
  private static final long MOST_BYTES = 200_000;

  /** Body sizes count what was cached before as well; {@code transferSize} would not. */
  private static final String MEASURE =
      """
      () => {
        const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
        const first = all[0];
        return {
          bytes: all.reduce((sum, one) => sum + one.encodedBodySize + 300, 0),
          status: first.responseStatus,
          millis: Math.round(first.responseStart - first.requestStart),
          wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
          headings: document.querySelectorAll('main h1').length,
          nameless: [...document.querySelectorAll('a, button')]
            .filter(one => one.offsetParent && !one.textContent.trim() && !one.ariaLabel).map(one => one.outerHTML),
        };
      }
      """;

  /** As it is shown now. */
  static Screen of(Visitor visitor, String name) {
    Page page = visitor.page();
    List<String> faults = new ArrayList<>();
    Map<?, ?> measured = (Map<?, ?>) page.evaluate(MEASURE);
    long bytes = number(measured, "bytes");
    if (bytes > MOST_BYTES) {
      faults.add("weighs " + bytes + " bytes");
    }
    if (number(measured, "wide") > 0) {
      faults.add("is wider than the window by " + measured.get("wide") + " pixels");
    }
    if (number(measured, "headings") != 1) {
      faults.add("has " + measured.get("headings") + " first headings");
    }
    for (Object one : (List<?>) requireNonNull(measured.get("nameless"))) {
      faults.add("has no name: " + one);
    }
    if (page.title().contains("owned")) {
      faults.add("runs what somebody wrote into a file");
    }
    int status = (int) number(measured, "status");
    // The browser itself complains of an answer that says that there is nothing.
    visitor.complaints().stream()
        .filter(one -> status < 400 || !one.contains("status of"))
        .forEach(faults::add);
    faults.addAll(Axe.violations(page));
    visitor.complaints(); // Of axe itself.
    return new Screen(name, status, bytes, number(measured, "millis"), faults);
  }

  private static long number(Map<?, ?> measured, String name) {
    return ((Number) requireNonNull(measured.get(name))).longValue();
  }

  /** For the table of all pages. */
  String row(Look look) {
    return String.join(",", name, look.name(), status + "", bytes + "", serverMillis + "");
  }
}
