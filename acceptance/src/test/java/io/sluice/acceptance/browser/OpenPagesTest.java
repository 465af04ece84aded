package io.sluice.acceptance.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.PageAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of pages that stay open while something happens to the server or to who reads. */
@InBrowser
class OpenPagesTest {
  private static final double SOON = 60_000;
  private static final String ORDERS = "/pipelines/orders";

  @TempDir private static Path folder;
  private static final PostgresDatabase SHOP = PostgresServer.shared().newDatabase();
  private static ServedFolder server;
  private static Chromium chromium;

  private Visitor somebody;

  @BeforeAll
  static void start() throws IOException {
    SHOP.sql(
        "create table orders (id int primary key, total int)",
        "insert into orders select n, n from generate_series(1, 20) n");
    server = ServedFolder.start(folder);
    new ShopPipeline("orders", SHOP, "public.orders", "jdbc:sqlite:orders.db")
        .writeInto(server, "", "");
    chromium = Chromium.start();
  }

  @BeforeEach
  void signIn() {
    somebody = chromium.visitor(server.url(), Look.LIGHT);
    somebody.signIn(server.token());
    somebody.page().navigate(ORDERS);
    assertThat(main(somebody.page())).containsText("delivered", soon());
  }

  @AfterEach
  void leave() {
    somebody.close();
  }

  @AfterAll
  static void stop() {
    chromium.close();
    server.close();
    SHOP.close();
  }

  private static Locator main(Page page) {
    return page.getByRole(AriaRole.MAIN);
  }

  private static ContainsTextOptions soon() {
    return new ContainsTextOptions().setTimeout(SOON);
  }

  /** That a page was loaded anew would lose this. */
  private static void mark(Page page) {
    page.evaluate("() => { window.marked = true; }");
  }

  private static void isTheSameStill(Page page) {
    org.assertj.core.api.Assertions.assertThat(page.evaluate("() => window.marked"))
        .as("the page was not loaded anew")
        .isEqualTo(true);
  }

  /** How many rows the page says that the source has read. */
  private static Pattern read(long rows) {
    return Pattern.compile("\\b" + rows + " read\\b");
  }

  private static void insertOne() {
    SHOP.sql("insert into orders select max(id) + 1, 0 from orders");
  }

  private static void shows(Page page, Pattern text) {
    assertThat(main(page)).containsText(text, new ContainsTextOptions().setTimeout(SOON));
  }

  @Test
  void what_happens_is_seen_without_a_reload_in_every_tab() {
    Page other = somebody.tab();
    other.navigate("/pipelines/orders/runs");
    Page page = somebody.page();
    mark(page);
    mark(other);
    String before = main(page).innerText();

    insertOne();

    assertThat(main(page))
        .not()
        .hasText(before, new LocatorAssertions.HasTextOptions().setTimeout(SOON));
    assertThat(main(other)).containsText("Not ended", soon());
    isTheSameStill(page);
    isTheSameStill(other);
  }

  @Test
  void a_server_that_goes_is_told_and_a_page_is_right_again_when_it_comes_back() throws Exception {
    Page page = somebody.page();
    mark(page);

    server.stop();
    Locator told = page.getByText("Not connected to the server");
    assertThat(told).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(SOON));
    somebody.picture("server-gone");
    insertOne();
    server.startAgain();

    assertThat(told).isHidden(new LocatorAssertions.IsHiddenOptions().setTimeout(SOON));
    isTheSameStill(page);
    // This run of the pipeline has read that one row and nothing before it.
    shows(page, read(1));
  }

  @Test
  void who_signs_out_in_one_tab_is_led_to_sign_in_in_the_other() {
    Page other = somebody.tab();
    other.navigate("/");

    other.getByRole(AriaRole.BUTTON, Visitor.button("Sign out")).click();

    assertThat(somebody.page()).hasURL(Pattern.compile(".*/sign-in\\?back=.*orders.*"), urlSoon());
    somebody.typeToken(server.token());
    assertThat(somebody.page()).hasURL(server.url() + ORDERS);
  }

  @Test
  void a_link_that_was_shared_leads_there_after_signing_in() {
    try (Visitor colleague = chromium.visitor(server.url(), Look.LIGHT)) {
      colleague.page().navigate("/pipelines/orders/runs?from=a-chat");
      colleague.typeToken("slc_" + "a".repeat(60));
      assertThat(colleague.page().getByRole(AriaRole.ALERT)).containsText("not known");
      colleague.typeToken(server.token());
      assertThat(colleague.page()).hasURL(Pattern.compile(".*/pipelines/orders/runs.*"));
    }
  }

  @Test
  void back_leads_to_what_was_shown_before() {
    Page page = somebody.page();
    page.navigate("/");
    page.getByRole(AriaRole.LINK, Visitor.named("Not running")).click();
    assertThat(main(page)).containsText("Nothing fits");

    page.goBack();

    assertThat(page).hasURL(server.url() + "/");
    assertThat(page.getByRole(AriaRole.TABLE)).containsText("orders");
    page.goForward();
    assertThat(main(page)).containsText("Nothing fits");
  }

  private static PageAssertions.HasURLOptions urlSoon() {
    return new PageAssertions.HasURLOptions().setTimeout(SOON);
  }
}
