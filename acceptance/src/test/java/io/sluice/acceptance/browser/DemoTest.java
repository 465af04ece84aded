package io.sluice.acceptance.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.options.AriaRole;
import io.sluice.acceptance.run.SluiceProcess;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first minute of somebody who has just started {@code sluice demo}. */
@InBrowser
class DemoTest {
  private static final Pattern LINK = Pattern.compile("Console\\s+(http://\\S+)");
  private static final double SOON = 60_000;

  @TempDir private Path folder;

  @Test
  void its_link_leads_once_to_a_console_with_pipelines_that_move() throws Exception {
    try (SluiceProcess demo =
            SluiceProcess.launch(folder, "", List.of("demo", "--port", "0", "--no-browser"));
        Chromium chromium = Chromium.start()) {
      String link = link(demo);
      URI console = URI.create(link).resolve("/");
      try (Visitor first = chromium.visitor(console, Look.LIGHT);
          Visitor dark = chromium.visitor(console, Look.DARK)) {
        first.page().navigate(link);
        Page page = first.page();
        assertThat(page).hasURL(console.toString());
        says(row(page, "shop"), "Running");
        says(row(page, "shop-masked"), "Running");
        says(row(page, "newsletter"), "dead letters");
        first.picture("demo-home");

        dark.page().navigate(link);
        assertThat(dark.page().getByRole(AriaRole.HEADING).first()).isVisible();
        assertThat(dark.page().getByText("does not sign in")).isVisible();
        assertThat(dark.page().getByRole(AriaRole.LINK, Visitor.named("Audit"))).isHidden();

        row(page, "shop").getByRole(AriaRole.LINK).click();
        String delivered = page.getByText("delivered").first().innerText();
        assertThat(page.getByText("delivered").first())
            .not()
            .hasText(delivered, new HasTextOptions().setTimeout(SOON));
        first.picture("demo-shop");
        assertThat(first.complaints()).isEmpty();
      }
      assertThat(demo.stop()).isZero();
    }
  }

  /** What the demo printed to sign in with. */
  static String link(SluiceProcess demo) {
    Matcher[] found = new Matcher[1];
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .until(
            () -> {
              assertThat(demo.isAlive()).as(demo.output()).isTrue();
              found[0] = LINK.matcher(demo.output());
              return found[0].find();
            });
    return found[0].group(1);
  }

  private static Locator row(Page page, String name) {
    return page.getByRole(AriaRole.ROW)
        .filter(
            new Locator.FilterOptions()
                .setHas(page.getByRole(AriaRole.LINK, Visitor.named(name).setExact(true))));
  }

  private static void says(Locator row, String text) {
    assertThat(row)
        .containsText(text, new ContainsTextOptions().setIgnoreCase(true).setTimeout(SOON));
  }
}
