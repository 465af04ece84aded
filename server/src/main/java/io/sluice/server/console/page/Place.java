package io.sluice.server.console.page;

/** Where in the navigation a page is. */
public enum Place {
  PIPELINES("Pipelines", "/", "pipelines"),
  LETTERS("Dead letters", "/letters", "letters"),
  PLAN("Plan", "/plan", "plan"),
  CONNECTORS("Connectors", "/connectors", "connectors"),
  SCHEMAS("Schemas", "/schemas", "schemas"),
  AUDIT("Audit", "/audit", "audit"),
  TOKENS("Access", "/tokens", "tokens"),
  /** None of them: errors. */
  ELSEWHERE("", "/", "");

  private final String label;
  private final String address;
  private final String icon;

  Place(String label, String address, String icon) {
    this.label = label;
    this.address = address;
    this.icon = icon;
  }

  /** What the navigation calls it. */
  public String label() {
    return label;
  }

  /** Its first page. */
  public String address() {
    return address;
  }

  /** Which of the page's symbols stands for it. */
  public String icon() {
    return icon;
  }
}
