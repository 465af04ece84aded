package io.sluice.server.console.page;

/** The pages of a pipeline. */
public enum Tab {
  OVERVIEW("Overview", ""),
  RECORDS("Records", "records"),
  LETTERS("Dead letters", "letters"),
  RUNS("Runs", "runs"),
  SETTINGS("Settings", "settings"),
  LOG("Log", "log");

  private final String label;
  private final String page;

  Tab(String label, String page) {
    this.label = label;
    this.page = page;
  }

  /** What the page calls it. */
  public String label() {
    return label;
  }

  /** Its address. */
  public String address(String pipeline) {
    return page.isEmpty() ? Addresses.pipeline(pipeline) : Addresses.pipeline(pipeline, page);
  }
}
