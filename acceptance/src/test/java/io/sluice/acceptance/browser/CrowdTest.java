package io.sluice.acceptance.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.options.AriaRole;
import io.sluice.state.StateDatabase;
import io.sluice.state.deadletter.DeadLetter;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A console with much in it: two hundred pipelines, one of them with three hundred tables, one with
 * a hundred thousand dead letters. Most of the pipelines are stopped, which is kept in the state as
 * if somebody had done so; letters are put there too.
 */
@InBrowser
@Tag("long")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class CrowdTest {
  private static final int PIPELINES = 200;
  private static final int TABLES = 300;
  private static final int LETTERS = 100_000;
  private static final int KINDS = 40;
  private static final double SOON = 90_000;

  /** That one copies all tables. */
  private static final String WIDE = "wide";

  @TempDir private static Path folder;
  private static final PostgresDatabase SHOP = PostgresServer.shared().newDatabase();
  private static ServedFolder server;
  private static Chromium chromium;

  @BeforeAll
  static void start() throws Exception {
    SHOP.sql(
        "do $$ begin for n in 1.."
            + TABLES
            + " loop execute 'create table t' || n || ' as select 1 as id';"
            + " execute 'alter table t' || n || ' add primary key (id)'; end loop; end $$");
    server = ServedFolder.start(folder);
    server.stop();
    stopAll();
    addLetters();
    for (int n = 0; n < PIPELINES; n++) {
      new ShopPipeline(name(n), SHOP, "public.t1", "jdbc:sqlite:" + name(n) + ".db")
          .writeInto(server, "team-" + n % 5 + "/", "owner: team-" + n % 5 + "@example.com\n");
    }
    new ShopPipeline(WIDE, SHOP, "public.*", "jdbc:sqlite:wide.db").writeInto(server, "", "");
    server.startAgain();
    chromium = Chromium.start();
  }

  @AfterAll
  static void stop() {
    chromium.close();
    server.close();
    SHOP.close();
  }

  private static String name(int n) {
    return "pipeline-%03d".formatted(n);
  }

  /** As somebody would one by one. */
  private static void stopAll() throws SQLException {
    try (Connection state =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(".sluice/state.db"));
        PreparedStatement wish =
            state.prepareStatement(
                "insert into server_desired values (?, 'STOPPED', 0, 'a test')")) {
      state.setAutoCommit(false);
      for (int n = 0; n < PIPELINES; n++) {
        wish.setString(1, name(n));
        wish.addBatch();
      }
      wish.executeBatch();
      state.commit();
    }
  }

  /** Of many kinds, most of them of one pipeline. */
  private static void addLetters() {
    try (StateDatabase state = StateDatabase.open(folder.resolve(".sluice"), Clock.systemUTC())) {
      List<DeadLetter> some = new ArrayList<>();
      for (int n = 0; n < LETTERS; n++) {
        some.add(letter(n));
        if (some.size() == 5_000) {
          state.deadLetters().add(some);
          some.clear();
        }
      }
    }
  }

  private static DeadLetter letter(int n) {
    return new DeadLetter(
        n % 10 == 0 ? name(n % PIPELINES) : name(0),
        DeadLetter.Stage.SINK,
        "table",
        "org.example.Refusal" + n % KINDS + "Exception",
        "the database refused the row: a constraint of the table",
        "shop.public.orders",
        0,
        (long) n,
        null,
        null,
        "1",
        new byte[64]);
  }

  /** Opens a page in each look and judges it. */
  private static void isSound(String address) {
    for (Look look : Look.values()) {
      try (Visitor somebody = chromium.visitor(server.url(), look)) {
        somebody.signIn(server.token());
        Walk walk = new Walk(look, somebody);
        walk.open(address);
        walk.end();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void two_hundred_pipelines_are_on_one_page_and_found_by_typing() {
    isSound("/");
    try (Visitor somebody = chromium.visitor(server.url(), Look.LIGHT)) {
      somebody.signIn(server.token());
      Page page = somebody.page();
      Locator rows = page.locator("[data-table=pipelines] tbody tr");
      assertThat(rows).hasCount(PIPELINES + 1);

      page.getByRole(AriaRole.SEARCHBOX).fill("ipeline-137");
      assertThat(rows).hasCount(1);
      assertThat(rows).containsText("pipeline-137");
      page.getByRole(AriaRole.SEARCHBOX).fill("team-3@example.com");
      assertThat(rows).hasCount(PIPELINES / 5);
      assertThat(page).hasURL(Pattern.compile(".*q=team-3.*"));
    }
  }

  @Test
  void three_hundred_tables_are_one_page() {
    try (Visitor somebody = chromium.visitor(server.url(), Look.LIGHT)) {
      somebody.signIn(server.token());
      somebody.page().navigate("/pipelines/" + WIDE);
      assertThat(somebody.page().getByRole(AriaRole.MAIN))
          .containsText(TABLES + " delivered", new ContainsTextOptions().setTimeout(SOON));
    }
    isSound("/pipelines/" + WIDE);
  }

  @Test
  void a_hundred_thousand_dead_letters_are_kinds_first_and_then_pages() {
    String pipeline = "/pipelines/" + name(0) + "/letters";
    isSound("/letters");
    isSound(pipeline);
    try (Visitor somebody = chromium.visitor(server.url(), Look.LIGHT)) {
      somebody.signIn(server.token());
      Page page = somebody.page();
      page.navigate(pipeline);
      Locator kinds = page.locator("[data-table=kinds] tbody tr");
      assertThat(kinds.count()).isBetween(KINDS * 8 / 10, KINDS);
      kinds.first().getByRole(AriaRole.LINK).first().click();
      Locator letters = page.locator("[data-table=letters] tbody tr");
      assertThat(letters).hasCount(100);
      String first = letters.first().innerText();
      page.getByRole(AriaRole.LINK, Visitor.button("Older")).click();
      assertThat(letters.first()).not().hasText(first);
      assertThat(letters).hasCount(100);
      isSound(page.url().substring(server.url().toString().length()));
    }
  }
}
