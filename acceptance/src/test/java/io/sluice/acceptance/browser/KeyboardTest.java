package io.sluice.acceptance.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.AriaRole;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console by somebody without a mouse. */
@InBrowser
class KeyboardTest {
  private static final String FOCUSED = "() => document.activeElement.textContent.trim()";

  /** Of what has the focus: whether somebody who looks at the page sees that. */
  private static final String OUTLINED =
      "() => { const style = getComputedStyle(document.activeElement);"
          + " return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0; }";

  @TempDir private static Path folder;
  private static final PostgresDatabase SHOP = PostgresServer.shared().newDatabase();
  private static ServedFolder server;
  private static Chromium chromium;
  private static Visitor somebody;

  private Page page;
  private Keyboard keyboard;

  @BeforeAll
  static void start() throws IOException {
    SHOP.sql("create table orders (id int primary key)", "insert into orders values (1)");
    server = ServedFolder.start(folder);
    for (String name : new String[] {"first", "second"}) {
      new ShopPipeline(name, SHOP, "public.orders", "jdbc:sqlite:" + name + ".db")
          .writeInto(server, "", "");
    }
    chromium = Chromium.start();
    somebody = chromium.visitor(server.url(), Look.LIGHT);
    somebody.signIn(server.token());
    assertThat(link("second")).isVisible(new IsVisibleOptions().setTimeout(60_000));
  }

  @BeforeEach
  void home() {
    page = somebody.page();
    keyboard = page.keyboard();
    page.navigate("/");
  }

  @AfterAll
  static void stop() {
    somebody.close();
    chromium.close();
    server.close();
    SHOP.close();
  }

  private static Locator link(String name) {
    return somebody
        .page()
        .getByRole(AriaRole.TABLE)
        .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  @Test
  void the_first_key_leads_past_the_navigation() {
    keyboard.press("Tab");
    Locator skip = page.getByRole(AriaRole.LINK, Visitor.named("To the content"));
    assertThat(skip).isFocused();
    assertThat(skip).isInViewport();
    keyboard.press("Enter");
    assertThat(page.getByRole(AriaRole.MAIN)).isFocused();
  }

  @Test
  void wherever_the_focus_is_one_sees_it() {
    for (int i = 0; i < 25; i++) {
      keyboard.press("Tab");
      org.assertj.core.api.Assertions.assertThat(page.evaluate(OUTLINED))
          .as("after %s times Tab, at %s", i + 1, page.evaluate(FOCUSED))
          .isEqualTo(true);
    }
  }

  @Test
  void the_search_and_the_list_are_reached_by_keys() {
    keyboard.press("Control+k");
    assertThat(page.getByRole(AriaRole.SEARCHBOX)).isFocused();
    keyboard.press("ArrowDown");
    assertThat(link("first")).isFocused();
    keyboard.press("ArrowDown");
    assertThat(link("second")).isFocused();
    keyboard.press("Enter");
    assertThat(page.getByRole(AriaRole.HEADING, Visitor.named("second"))).isVisible();
  }

  @Test
  void a_menu_opens_and_closes_by_keys_and_gives_the_focus_back() {
    Locator menu = page.getByText("Copy as", new Page.GetByTextOptions().setExact(true));
    Locator copy = page.getByRole(AriaRole.BUTTON, Visitor.named("Copy as ")).first();
    menu.focus();
    keyboard.press("Enter");
    assertThat(copy).isVisible();
    copy.focus();
    keyboard.press("Enter");
    assertThat(
            page.getByRole(AriaRole.STATUS)
                .filter(new Locator.FilterOptions().setHasText("Copied")))
        .isVisible();
    copy.focus();
    keyboard.press("Escape");
    assertThat(copy).isHidden();
    assertThat(menu).isFocused();
  }

  @Test
  void an_action_is_asked_back_in_a_dialog_that_keys_leave() {
    page.navigate("/pipelines/first");
    Locator pause = page.getByRole(AriaRole.LINK, Visitor.named("Pause"));
    pause.focus();
    keyboard.press("Enter");
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    assertThat(dialog).isVisible();
    org.assertj.core.api.Assertions.assertThat(Axe.violations(page)).isEmpty();
    keyboard.press("Escape");
    assertThat(dialog).isHidden();
    assertThat(pause).isFocused();
  }
}
