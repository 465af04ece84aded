package io.sluice.acceptance.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.AriaRole;
import io.sluice.testkit.PostgresDatabase;
import java.util.regex.Pattern;

/**
 * The form that makes a pipeline, filled in as people do: by the names of its fields and buttons.
 */
record PipelineForm(Page page) {
  /** What a test or a look at rows may take, in ms: the server gives it up after a minute. */
  private static final double TRIED = 75_000;

  /** The first step: from where to where. */
  PipelineForm choose(String name, String source, String sink) {
    labelled("Name small letters").fill(name);
    labelled("Source").selectOption(source);
    labelled("Sink").selectOption(sink);
    page.getByRole(AriaRole.BUTTON, Visitor.button("Next")).click();
    assertThat(page.getByRole(AriaRole.HEADING, Visitor.button(name))).isVisible();
    return this;
  }

  /** Where a database is. */
  PipelineForm from(PostgresDatabase shop) {
    shop.debeziumConfig().forEach((key, value) -> fill("Source", key, value));
    return this;
  }

  /**
   * Types into a field.
   *
   * @param side {@code Source} or {@code Sink}
   */
  PipelineForm fill(String side, String key, String value) {
    field(side, key).fill(value);
    return this;
  }

  /** Which setting a field is of stands below it. */
  private Locator field(String side, String key) {
    return page.getByRole(
            AriaRole.REGION,
            new Page.GetByRoleOptions().setName(Pattern.compile("^" + side + "\\b")))
        .locator(".field")
        .filter(
            new Locator.FilterOptions()
                .setHas(page.getByText(key, new Page.GetByTextOptions().setExact(true))))
        .locator("input:not([type=hidden])")
        .first();
  }

  private Locator labelled(String label) {
    return page.getByLabel(Pattern.compile("^" + label + "\\b"));
  }

  /** Presses a button, until the page has a section of this name. */
  PipelineForm press(String button, String section) {
    page.getByRole(AriaRole.BUTTON, Visitor.button(button)).click();
    assertThat(page.getByRole(AriaRole.HEADING, Visitor.button(section)))
        .isVisible(new IsVisibleOptions().setTimeout(TRIED));
    return this;
  }

  /** Ticks a table that the source has found. */
  PipelineForm tick(String table) {
    page.getByRole(AriaRole.CHECKBOX, Visitor.named(table)).check();
    return this;
  }
}
