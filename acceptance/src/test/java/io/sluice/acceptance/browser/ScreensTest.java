package io.sluice.acceptance.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.options.AriaRole;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every page in every look: nothing that axe objects to, no error of a script or of the content
 * security policy, no page that is wider than the window or heavier than 200 kB. Pictures of all
 * are left in {@code target/browser}, and a table of what each weighed and took.
 */
@InBrowser
class ScreensTest {
  @TempDir private static Path folder;
  private static final PostgresDatabase SHOP = PostgresServer.shared().newDatabase();
  private static final PostgresDatabase BOOKS = PostgresServer.shared().newDatabase();
  private static final BusyProject PROJECT = new BusyProject(SHOP, BOOKS);
  private static ServedFolder server;
  private static Chromium chromium;

  @BeforeAll
  static void start() throws IOException {
    server = ServedFolder.start(folder);
    PROJECT.writeInto(server);
    chromium = Chromium.start();
    try (Visitor somebody = chromium.visitor(server.url(), Look.LIGHT)) {
      somebody.signIn(server.token());
      awaitAll(somebody.page());
      PROJECT.changeATable();
      awaitTheSecondVersion(somebody.page());
    }
  }

  /** Until each pipeline is what the project has it for. */
  private static void awaitAll(Page page) {
    row(page, BusyProject.ORDERS, "Running");
    row(page, BusyProject.LEDGER, "dead letter");
    row(page, BusyProject.INVALID, "Invalid");
    row(page, BusyProject.UNREACHABLE, "refused");
    row(page, BusyProject.LONG, "Running");
  }

  private static void awaitTheSecondVersion(Page page) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              page.navigate("/schemas");
              Locator version =
                  page.locator("[data-subject='" + BusyProject.SUBJECT + "'] td.num").first();
              return version.count() > 0 && version.innerText().equals("2");
            });
  }

  private static void row(Page page, String name, String says) {
    Locator row =
        page.getByRole(AriaRole.ROW)
            .filter(new Locator.FilterOptions().setHas(page.getByText(name, exactly())));
    assertThat(row)
        .containsText(says, new ContainsTextOptions().setIgnoreCase(true).setTimeout(40_000));
  }

  private static Page.GetByTextOptions exactly() {
    return new Page.GetByTextOptions().setExact(true);
  }

  @AfterAll
  static void stop() {
    chromium.close();
    server.close();
    SHOP.close();
    BOOKS.close();
  }

  @Timeout(value = 15, unit = TimeUnit.MINUTES) // Some seventy screens, each judged.
  @ParameterizedTest
  @EnumSource(Look.class)
  void every_page_is_sound(Look look) throws IOException {
    Set<String> seen = new TreeSet<>();
    try (Visitor nobody = chromium.visitor(server.url(), look)) {
      Walk walk = new Walk(look, nobody);
      walk.open("/sign-in");
      walk.open("/auth/once", 403);
      walk.end();
      seen.addAll(walk.visited());
    }
    try (Visitor somebody = chromium.visitor(server.url(), look)) {
      somebody.signIn(server.token());
      Walk walk = new Walk(look, somebody);
      addresses(somebody.page()).forEach(walk::open);
      walk.open("/pipelines/no-such-pipeline", 404);
      Detours detours = new Detours(walk);
      detours.throughDialogs(BusyProject.ORDERS);
      detours.throughLetters(BusyProject.LEDGER);
      detours.throughRecords(BusyProject.ORDERS, PROJECT);
      detours.throughSchemas(BusyProject.SUBJECT);
      detours.throughAccess("robot-" + look.name().toLowerCase(Locale.ROOT));
      detours.throughTheForm(SHOP);
      walk.end();
      seen.addAll(walk.visited());
    }
    assertThat(AddressTable.without(seen)).as("pages at which nobody has looked").isEmpty();
  }

  /** Those that the navigation leads to, tabs included, and those behind buttons and links. */
  private static Set<String> addresses(Page page) {
    Set<String> found = new LinkedHashSet<>(links(page, "/"));
    for (String pipeline :
        List.of(BusyProject.ORDERS, BusyProject.LEDGER, BusyProject.INVALID, BusyProject.LONG)) {
      found.addAll(links(page, "/pipelines/" + pipeline));
    }
    String orders = "/pipelines/" + BusyProject.ORDERS;
    found.addAll(
        List.of(
            "/?q=nothing+has+this",
            "/?show=trouble",
            "/pipelines/" + BusyProject.UNREACHABLE,
            orders + "/reset",
            orders + "/snapshot",
            orders + "/do/stop",
            orders + "/tasks/source-0/restart",
            "/connectors/source/postgres",
            "/connectors/sink/table",
            "/new/made?pipeline=" + BusyProject.ORDERS,
            "/new/made?pipeline=not-taken-up-yet",
            "/audit?who=nobody+who+was+ever+here",
            "/docs/how-to/run-a-server.md",
            "/docs/tutorial/postgres-to-duckdb.md"));
    return found;
  }

  private static List<String> links(Page page, String address) {
    page.navigate(address);
    List<String> found = new ArrayList<>();
    for (Locator link : page.getByRole(AriaRole.NAVIGATION).getByRole(AriaRole.LINK).all()) {
      found.add(link.getAttribute("href"));
    }
    return found;
  }
}
