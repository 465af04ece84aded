package io.sluice.acceptance.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The installed browser, without a window. Belongs to the thread that started it. */
final class Chromium implements AutoCloseable {
  /** As root there is no sandbox, and containers give little shared memory. */
  private static final List<String> SWITCHES = List.of("--no-sandbox", "--disable-dev-shm-usage");

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /** How long an assertion waits for what it asserts, in ms: a busy machine takes its time. */
  private static final double PATIENCE = 30_000;

  static Chromium start() {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
    Map<String, String> environment =
        new HashMap<>(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"));
    InstalledBrowser.node()
        .ifPresent(node -> environment.put("PLAYWRIGHT_NODEJS_PATH", node.toString()));
    Playwright playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
    try {
      Browser browser =
          playwright
              .chromium()
              .launch(
                  new BrowserType.LaunchOptions()
                      .setExecutablePath(InstalledBrowser.chromium().orElseThrow())
                      .setArgs(SWITCHES));
      return new Chromium(playwright, browser);
    } catch (RuntimeException e) {
      playwright.close();
      throw e;
    }
  }

  /** Somebody new, who is not known to the server and has no page open yet. */
  Visitor visitor(URI server, Look look) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setBaseURL(server.toString())
                .setColorScheme(look.colors())
                .setLocale("en-GB")
                .setTimezoneId("Europe/Berlin")
                .setPermissions(List.of("clipboard-read", "clipboard-write"))
                .setViewportSize(look.width(), look.height()));
    return new Visitor(context);
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
