package io.sluice.acceptance.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.AriaRole;
import io.sluice.testkit.PostgresDatabase;

/** Screens to which no link leads, but something that somebody does on a page. */
final class Detours {
  private static final double SOON = 60_000;

  private final Walk walk;
  private final Page page;

  Detours(Walk walk) {
    this.walk = walk;
    this.page = walk.page();
  }

  /** A new pipeline that is refused, then tried, and not written. */
  void throughTheForm(PostgresDatabase shop) {
    walk.open("/new");
    PipelineForm form = new PipelineForm(page).choose("new-orders", "postgres", "table");
    walk.here("new-fields");
    form.from(shop).fill("Source", "database.dbname", "no_such_database");
    form.press("Test connection", "Not yet");
    walk.here("new-not-yet");
    form.fill("Source", "database.dbname", shop.name());
    form.press("Test connection", "Both ends will have it").tick("public.customers");
    walk.here("new-tested");
    form.press("First rows", "First rows");
    walk.here("new-rows");
    form.press("Show the file", "The file");
    walk.here("new-file");
    // Somebody else was faster.
    page.evaluate("name => document.querySelector('#make [name=name]').value = name", "invalid");
    page.getByRole(AriaRole.BUTTON, Visitor.button("Write new-orders.yaml")).click();
    assertThat(page.getByRole(AriaRole.ALERT).first()).isVisible();
    walk.here("new-refused", 409);
  }

  /** The dead letters of a pipeline, down to one of them and what is done with it. */
  void throughLetters(String pipeline) {
    walk.open("/pipelines/" + pipeline + "/letters");
    dialog("Replay all", "letters-replay");
    dialog("Purge all", "letters-purge");
    rowHeader().click();
    assertThat(page.getByRole(AriaRole.HEADING, Visitor.named("Kind "))).isVisible();
    walk.here("letters-kind");
    rowHeader().click();
    assertThat(page.getByRole(AriaRole.HEADING, Visitor.named("Letter "))).isVisible();
    String letter = path();
    walk.here("letters-one");
    walk.open(letter + "/test");
    walk.open(letter + "/edit");
    page.getByLabel("Value", new Page.GetByLabelOptions().setExact(true)).fill("{\"no\": 1}");
    page.getByRole(AriaRole.BUTTON, Visitor.button("Save as a copy")).click();
    assertThat(page.getByRole(AriaRole.ALERT).first()).isVisible();
    walk.here("letters-edit-refused", 422);
    walk.open("/pipelines/" + pipeline + "/letters/do/purge?all=true");
    page.navigate(letter);
    link("Replay").click();
    page.getByRole(AriaRole.DIALOG).getByRole(AriaRole.BUTTON, named("Replay")).click();
    assertThat(page.getByText("1 failed again")).isVisible(soon());
    walk.here("letters-job");
  }

  /** Records of a pipeline while it is busy, one of them opened, and one key followed. */
  void throughRecords(String pipeline, BusyProject project) {
    walk.open("/pipelines/" + pipeline + "/records");
    project.order(7);
    Locator record = page.locator("tr[data-record]").first();
    assertThat(record).isVisible(soon());
    page.getByRole(AriaRole.LINK, Visitor.named("Pause").setExact(true)).last().click();
    assertThat(page.getByText("nothing new is picked")).isVisible();
    walk.here("records-seen");
    page.getByRole(AriaRole.ROWHEADER).first().getByRole(AriaRole.LINK).click();
    assertThat(page.locator("[data-opened]")).isVisible();
    walk.here("records-opened");
    page.getByLabel("Follow one key").fill("no-such-key");
    page.getByRole(AriaRole.BUTTON, Visitor.button("Follow")).click();
    assertThat(page.getByText("Records of one key")).isVisible();
    walk.here("records-followed");
  }

  /** A subject, two of its versions side by side, and a draft. */
  void throughSchemas(String subject) {
    walk.open("/schemas");
    page.getByRole(AriaRole.LINK, Visitor.button(subject)).click();
    assertThat(page.getByRole(AriaRole.HEADING, Visitor.button(subject))).isVisible();
    walk.here("schemas-subject");
    page.getByLabel("Version", new Page.GetByLabelOptions().setExact(true)).selectOption("2");
    page.getByRole(AriaRole.BUTTON, Visitor.button("Show")).click();
    assertThat(page.getByRole(AriaRole.HEADING, Visitor.named("From version"))).isVisible();
    walk.here("schemas-difference");
  }

  /**
   * A token that is made, and shown this once.
   *
   * @param robot whose, which must not have one yet
   */
  void throughAccess(String robot) {
    walk.open("/tokens");
    page.getByLabel("Name what it is for").fill(robot);
    page.getByLabel("May viewer").fill("viewer@sales, operator@default");
    page.getByRole(AriaRole.BUTTON, Visitor.button("Make token")).click();
    assertThat(page.getByRole(AriaRole.HEADING, Visitor.named("Token " + robot + " was made")))
        .isVisible();
    walk.here("tokens-made", 201);
  }

  /** What is asked back before something is done. */
  void throughDialogs(String pipeline) {
    for (String action : new String[] {"Stop", "Read tables anew"}) {
      page.navigate("/pipelines/" + pipeline);
      dialog(action, "dialog-" + action);
    }
  }

  private void dialog(String action, String name) {
    link(action).click();
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    assertThat(dialog).isVisible();
    walk.here(name);
    page.keyboard().press("Escape");
    assertThat(dialog).isHidden();
  }

  private Locator link(String name) {
    return page.getByRole(AriaRole.MAIN).getByRole(AriaRole.LINK, named(name));
  }

  private Locator rowHeader() {
    return page.getByRole(AriaRole.ROWHEADER).first().getByRole(AriaRole.LINK);
  }

  private String path() {
    return java.net.URI.create(page.url()).getPath();
  }

  private static Locator.GetByRoleOptions named(String name) {
    return new Locator.GetByRoleOptions().setName(name).setExact(true);
  }

  private static IsVisibleOptions soon() {
    return new IsVisibleOptions().setTimeout(SOON);
  }
}
