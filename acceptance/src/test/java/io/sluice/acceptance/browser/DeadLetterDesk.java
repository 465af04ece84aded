package io.sluice.acceptance.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.options.AriaRole;
import org.assertj.core.api.Assertions;

/** Dead letters of a pipeline whose page is open, as somebody on call goes through them. */
record DeadLetterDesk(Page page) {
  /** Until a job has ended, in ms. */
  private static final double SOON = 60_000;

  /** From any page of the pipeline. */
  void opensTheOnlyKind() {
    link("Dead letters", page.locator("nav.tabs")).click();
    Locator kinds = page.getByRole(AriaRole.REGION, Visitor.named("Kinds of errors"));
    assertThat(kinds.getByRole(AriaRole.ROWHEADER)).hasCount(1);
    kinds.getByRole(AriaRole.ROWHEADER).getByRole(AriaRole.LINK).click();
    assertThat(page.getByRole(AriaRole.HEADING, Visitor.named("Kind "))).isVisible();
  }

  /** Looks at one after the other for the row of this field and value. */
  void opensTheLetterWith(String field, String value) {
    String kind = page.url();
    int letters = page.getByRole(AriaRole.ROWHEADER).count();
    for (int i = 0; i < letters; i++) {
      page.getByRole(AriaRole.ROWHEADER).nth(i).getByRole(AriaRole.LINK).click();
      assertThat(record()).isVisible();
      if (row(field, value).count() > 0) {
        return;
      }
      page.navigate(kind);
    }
    Assertions.fail("None of %s letters has %s %s", letters, field, value);
  }

  private Locator record() {
    return page.getByRole(
        AriaRole.REGION, new Page.GetByRoleOptions().setName("Record").setExact(true));
  }

  private Locator row(String field, String value) {
    return record()
        .getByRole(AriaRole.ROW)
        .filter(new Locator.FilterOptions().setHas(exactly(AriaRole.ROWHEADER, field)))
        .filter(new Locator.FilterOptions().setHas(exactly(AriaRole.CELL, value)));
  }

  private Locator exactly(AriaRole role, String name) {
    return page.getByRole(role, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  /** Edits a copy of the open letter, has it tried, and saves it. */
  void savesACopyWith(String field, String instead, String value) {
    page.getByRole(AriaRole.LINK, Visitor.named("Edit a copy")).click();
    Locator typed = page.getByLabel("Value", new Page.GetByLabelOptions().setExact(true));
    String before = typed.inputValue();
    String after =
        before.replaceFirst("(\"" + field + "\"\\s*:\\s*)" + instead + "\\b", "$1" + value);
    Assertions.assertThat(after).isNotEqualTo(before);
    typed.fill(after);
    page.getByRole(AriaRole.BUTTON, Visitor.button("Test without writing")).click();
    assertThat(page.getByRole(AriaRole.REGION, Visitor.named("What would become of it")))
        .containsText("It would be handed to the sink", soon());
    Assertions.assertThat(typed.inputValue()).as("what was typed is kept").isEqualTo(after);
    page.getByRole(AriaRole.BUTTON, Visitor.button("Save as a copy")).click();
    assertThat(row(field, value)).isVisible();
  }

  /** Presses this, confirms, and waits for the end of what it begins. */
  void replays(String button, String outcome) {
    link(button, page.getByRole(AriaRole.MAIN)).click();
    page.getByRole(AriaRole.DIALOG)
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Replay").setExact(true))
        .click();
    Locator job = page.getByRole(AriaRole.REGION, Visitor.named("Replay of"));
    assertThat(job).containsText("done", soon());
    assertThat(job).containsText(outcome);
  }

  private static Locator link(String name, Locator within) {
    return within.getByRole(
        AriaRole.LINK, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  private static ContainsTextOptions soon() {
    return new ContainsTextOptions().setTimeout(SOON);
  }
}
