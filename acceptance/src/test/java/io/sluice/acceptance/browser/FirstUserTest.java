package io.sluice.acceptance.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.AriaRole;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.TcpProxy;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The story of a first user, told by what they see: {@code sluice up} in an empty folder, a
 * pipeline from a PostgreSQL made with the form, a target that goes away and comes back, rows that
 * it refuses, one of them corrected and one replayed when the cause is mended. Nothing is done to
 * the server but by the console.
 */
@InBrowser
class FirstUserTest {
  private static final double SOON = 60_000;

  @TempDir private Path folder;
  private final PostgresDatabase shop = PostgresServer.shared().newDatabase();
  private final PostgresDatabase books = PostgresServer.shared().newDatabase();

  @AfterEach
  void close() {
    shop.close();
    books.close();
  }

  @Test
  void from_an_empty_folder_to_a_pipeline_that_has_come_through_trouble() throws Exception {
    shop.sql(
        "create table orders (id int primary key, total int, email text)",
        "insert into orders select n, n, n || '@example.com' from generate_series(1, 20) n",
        "create table passwords (id int primary key)",
        "insert into passwords values (1)",
        "analyze");
    try (ServedFolder server = ServedFolder.start(folder);
        TcpProxy toBooks = TcpProxy.to(books.server().port());
        Chromium chromium = Chromium.start();
        Visitor user = chromium.visitor(server.url(), Look.LIGHT)) {
      user.signIn(server.token());
      assertThat(user.page().getByText("No pipeline yet")).isVisible();
      user.picture("story-1-empty");

      fillsTheForm(user, toBooks);
      looksBeforeWriting(user);
      writesTheFile(user);
      seesItRun(user);
      seesTheTargetGoAndComeBack(user, toBooks);
      seesRowsThatTheTargetRefuses(user);
      replaysACorrectedCopy(user);
      mendsTheCauseAndReplaysTheRest(user);
      Assertions.assertThat(user.complaints()).isEmpty();
    }
  }

  private void fillsTheForm(Visitor user, TcpProxy toBooks) {
    user.page().getByRole(AriaRole.LINK, Visitor.named("make one here")).click();
    PipelineForm form = new PipelineForm(user.page()).choose("orders", "postgres", "table");
    form.from(shop)
        .fill("Source", "database.dbname", shop.name() + "_mistyped")
        .fill("Source", "slot.name", "story_" + shop.name())
        .fill("Source", "publication.name", "story_" + shop.name())
        .fill("Sink", "url", books.jdbcUrl(toBooks.port()));
    form.press("Test connection", "Not yet");
    assertThat(user.page().getByRole(AriaRole.MAIN)).containsText("_mistyped\" does not exist");
    user.picture("story-2-refused");

    form.fill("Source", "database.dbname", shop.name())
        .press("Test connection", "Both ends will have it")
        .tick("public.orders");
    user.picture("story-3-tested");
  }

  private void looksBeforeWriting(Visitor user) {
    Page page = user.page();
    PipelineForm form = new PipelineForm(page);
    page.getByLabel("Hide columns").fill("email");
    form.press("First rows", "First rows");
    Locator rows = page.getByRole(AriaRole.REGION, Visitor.named("First rows"));
    assertThat(rows.getByRole(AriaRole.TABLE)).hasCount(1);
    assertThat(rows).containsText("orders.public.orders");
    assertThat(rows).not().containsText("@example.com");
    user.picture("story-4-rows");
    Assertions.assertThat(shop.number("select count(*) from pg_publication")).isZero();

    form.press("Show the file", "The file");
    assertThat(page.getByRole(AriaRole.REGION, Visitor.named("The file")))
        .containsText("${file:secrets/orders.properties:source.database.password}");
    user.picture("story-5-file");
  }

  private void writesTheFile(Visitor user) {
    Page page = user.page();
    page.getByLabel("Reason").fill("The books want orders");
    page.getByRole(AriaRole.BUTTON, Visitor.button("Write orders.yaml")).click();
    Locator open = page.getByRole(AriaRole.LINK, Visitor.named("Open it"));
    assertThat(open).isVisible(soonVisible());
    open.click();
  }

  private void seesItRun(Visitor user) {
    shows(user.page(), "20 delivered");
    user.picture("story-6-runs");

    shop.sql("insert into orders select n, n from generate_series(21, 25) n");

    shows(user.page(), "25 delivered");
    Assertions.assertThat(books.number("select count(*) from orders")).isEqualTo(25);
    Assertions.assertThat(books.number("select count(*) from orders where email like '%@%'"))
        .isZero();
  }

  private void seesTheTargetGoAndComeBack(Visitor user, TcpProxy toBooks) {
    toBooks.refuse();
    shop.sql("insert into orders values (26, 26)");

    shows(user.page(), "Retrying");
    Locator trouble = user.page().getByRole(AriaRole.REGION, Visitor.named("What is the matter"));
    assertThat(trouble).containsText("sink table", soon());
    assertThat(trouble).containsText("What to do");
    user.picture("story-7-trouble");

    toBooks.heal();

    shows(user.page(), "Running");
    assertThat(trouble.getByText("tries again"))
        .hasCount(0, new HasCountOptions().setTimeout(SOON));
    shows(user.page(), "26 delivered");
  }

  private void seesRowsThatTheTargetRefuses(Visitor user) {
    books.sql("alter table orders add constraint positive check (total > 0)");
    shop.sql("insert into orders values (27, -27), (28, 28), (29, -29)");

    shows(user.page(), "27 delivered");
    // Of how many depends on when it was looked at first.
    shows(user.page(), "2 of [0-9]+ records of the last 15 minutes are dead letters");
    assertThat(user.page().getByRole(AriaRole.LINK, Visitor.named("Runbook: handle dead letters")))
        .isVisible();
    user.picture("story-8-dead-letters");
    Assertions.assertThat(books.number("select count(*) from orders where id >= 27")).isEqualTo(1);
  }

  private void replaysACorrectedCopy(Visitor user) {
    DeadLetterDesk desk = new DeadLetterDesk(user.page());
    desk.opensTheOnlyKind();
    user.picture("story-9-kind");
    desk.opensTheLetterWith("total", "-29");
    user.picture("story-10-letter");
    desk.savesACopyWith("total", "-29", "29");
    user.picture("story-11-copy");
    desk.replays("Replay", "1 replayed, 0 failed again");

    Assertions.assertThat(books.number("select total from orders where id = 29")).isEqualTo(29);
  }

  private void mendsTheCauseAndReplaysTheRest(Visitor user) {
    books.sql("alter table orders drop constraint positive");
    DeadLetterDesk desk = new DeadLetterDesk(user.page());
    user.page().getByRole(AriaRole.LINK, Visitor.named("To the dead letters")).click();
    desk.replays("Replay all", "1 replayed, 0 failed again");
    user.picture("story-12-replayed");

    Assertions.assertThat(books.number("select total from orders where id = 27")).isEqualTo(-27);
    user.page().getByRole(AriaRole.LINK, Visitor.named("To the dead letters")).click();
    assertThat(user.page().getByText("No open dead letter")).isVisible();
  }

  private static void shows(Page page, String text) {
    assertThat(page.getByRole(AriaRole.MAIN)).containsText(Pattern.compile("\\b" + text), soon());
  }

  private static ContainsTextOptions soon() {
    return new ContainsTextOptions().setTimeout(SOON);
  }

  private static IsVisibleOptions soonVisible() {
    return new IsVisibleOptions().setTimeout(SOON);
  }
}
