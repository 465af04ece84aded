package io.sluice.server.console.page;

/** The documentation's pages, which ship beside the program. */
public final class Docs {
  private Docs() {}

  /**
   * A link to a page.
   *
   * @param path from the repository's root, {@code docs/how-to/troubleshoot.md}
   */
  public static Link link(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1).replaceFirst("\\.md.*$", "");
    return new Link(name.replace('-', ' '), "/" + path);
  }
}
