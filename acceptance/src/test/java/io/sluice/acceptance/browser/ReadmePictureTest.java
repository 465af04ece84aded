package io.sluice.acceptance.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.options.AriaRole;
import io.sluice.acceptance.run.SluiceProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes the README's pictures anew: a pipeline of the demo, in light and dark, after as many
 * minutes as {@code -Dreadme.pictures} says. Whoever does so looks at them before they are
 * committed.
 */
@InBrowser
@EnabledIfSystemProperty(named = ReadmePictureTest.MINUTES, matches = "\\d+")
class ReadmePictureTest {
  static final String MINUTES = "readme.pictures";

  private static final Path IMAGES =
      Path.of(System.getProperty("basedir", ""), "..", "docs", "images");

  /** Someone reads it over a telephone's network. */
  private static final long MOST_BYTES = 150_000;

  @TempDir private Path folder;

  @Timeout(value = 1, unit = TimeUnit.HOURS)
  @Test
  void are_small() throws Exception {
    Duration before = Duration.ofMinutes(Long.getLong(MINUTES));
    try (SluiceProcess demo =
            SluiceProcess.launch(folder, "", List.of("demo", "--port", "0", "--no-browser"));
        Chromium chromium = Chromium.start()) {
      URI link = URI.create(DemoTest.link(demo));
      try (Visitor light = chromium.visitor(link.resolve("/"), Look.LIGHT)) {
        Page page = light.page();
        page.navigate(link.toString());
        page.navigate("/pipelines/shop");
        assertThat(page.getByRole(AriaRole.MAIN))
            .containsText(
                Pattern.compile("Running\\s*for " + before.toMinutes() + " min"),
                new ContainsTextOptions().setTimeout(before.plusMinutes(2).toMillis()));
        take(page, "light");
        page.getByRole(AriaRole.BUTTON, Visitor.button("Light or dark")).click();
        take(page, "dark");
      }
      demo.stop();
    }
  }

  private static void take(Page page, String look) throws IOException {
    Path picture = Files.createDirectories(IMAGES).resolve("console-" + look + ".png");
    page.mouse().move(0, 0);
    page.screenshot(new Page.ScreenshotOptions().setPath(picture));
    assertThat(Files.size(picture)).isLessThan(MOST_BYTES);
  }
}
