package io.sluice.acceptance.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documentation, read on a small telephone. */
@InBrowser
class DocumentsFitTest {
  private static final int FEWEST_PAGES = 80;

  /** What stands out of the window, and tables that can be read neither by eye nor by keyboard. */
  private static final String FAULTS =
      """
      () => {
        const root = document.documentElement;
        const wide = root.scrollWidth - root.clientWidth;
        const faults = wide > 0 ? ['is wider than the window by ' + wide + ' pixels'] : [];
        for (const table of document.querySelectorAll('.document table')) {
          const frame = table.parentElement;
          const hidden = frame.scrollWidth > frame.clientWidth;
          frame.scrollLeft = 10_000;
          if (hidden && frame.scrollLeft === 0) faults.push('a table does not scroll');
          if (frame.tabIndex !== 0 || !frame.ariaLabel) faults.push('no key reaches a table');
        }
        return faults;
      }
      """;

  @TempDir private Path folder;

  @Test
  void no_page_is_wider_than_the_window_and_each_wide_table_scrolls_by_itself() throws IOException {
    List<String> pages = pages();
    assertThat(pages).hasSizeGreaterThan(FEWEST_PAGES);
    List<String> faults = new ArrayList<>();
    ServedFolder server = ServedFolder.start(folder);
    try (Chromium chromium = Chromium.start();
        Visitor reader = chromium.visitor(server.url(), Look.NARROW)) {
      reader.signIn(server.token());
      Page page = reader.page();
      for (String one : pages) {
        assertThat(page.navigate("/docs/" + one).status()).as(one).isEqualTo(200);
        assertThat((List<?>) page.evaluate(FAULTS)).as(one).isEmpty();
        faults.addAll(Axe.violations(page).stream().map(fault -> one + ": " + fault).toList());
      }
      assertThat(faults).isEmpty();
      page.navigate("/docs/reference/postgres-source.md");
      assertThat((int) page.evaluate("() => document.querySelectorAll('.document table').length"))
          .isPositive();
    } finally {
      server.close();
    }
  }

  private static List<String> pages() throws IOException {
    Path docs = Path.of(System.getProperty("basedir", ""), "..", "docs").normalize();
    try (Stream<Path> files = Files.walk(docs)) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .map(file -> docs.relativize(file).toString())
          .filter(name -> name.matches("[a-z-]+/[a-z0-9-]+\\.md"))
          .sorted()
          .toList();
    }
  }
}
