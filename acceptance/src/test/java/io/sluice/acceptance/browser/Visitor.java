package io.sluice.acceptance.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Somebody with a browser, and what their browser complains of meanwhile: errors of scripts, and of
 * what the content security policy refuses.
 */
final class Visitor implements AutoCloseable {
  private static final Path SHOTS =
      Path.of(System.getProperty("basedir", ""), "target", "browser").toAbsolutePath();

  private final BrowserContext context;
  private final Page page;
  private final List<String> complaints = new ArrayList<>();

  Visitor(BrowserContext context) {
    this.context = context;
    context.setDefaultTimeout(30_000);
    context.onConsoleMessage(this::hear);
    context.onWebError(error -> complaints.add(error.error()));
    this.page = context.newPage();
  }

  private void hear(ConsoleMessage message) {
    if (message.type().equals("error") || message.type().equals("warning")) {
      complaints.add(message.text() + " (" + message.location() + ")");
    }
  }

  /** The page that they look at first. */
  Page page() {
    return page;
  }

  /** Another tab of the same browser. */
  Page tab() {
    return context.newPage();
  }

  /** Signs in as people do who have been told a token. */
  void signIn(String token) {
    page.navigate("/sign-in");
    typeToken(token);
    assertThat(page.getByRole(AriaRole.NAVIGATION, named("Main"))).isVisible();
  }

  /** On the page that asks for it. */
  void typeToken(String token) {
    page.getByLabel("Token", new Page.GetByLabelOptions().setExact(true)).fill(token);
    page.getByRole(AriaRole.BUTTON, button("Sign in")).click();
  }

  /** What the browser complained of since the last call. */
  List<String> complaints() {
    List<String> all = List.copyOf(complaints);
    complaints.clear();
    return all;
  }

  /** A picture of the whole page, for somebody to look at: {@code target/browser/NAME.png}. */
  void picture(String name) {
    picture(page, name);
  }

  static void picture(Page of, String name) {
    of.screenshot(
        new Page.ScreenshotOptions().setPath(SHOTS.resolve(name + ".png")).setFullPage(true));
  }

  static Page.GetByRoleOptions button(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }

  @Override
  public void close() {
    context.close();
  }
}
