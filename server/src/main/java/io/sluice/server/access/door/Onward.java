package io.sluice.server.access.door;

/**
 * A page that leads on by itself. A redirection would be of whoever led here still, and browsers
 * keep the cookie of a session back from whatever another site leads to.
 */
final class Onward {
  private Onward() {}

  /**
   * @param path of a page of this server
   */
  static String to(String path) {
    String to =
        path.replace("&", "&amp;")
            .replace("\"", "&quot;")
            .replace("'", "&#39;")
            .replace("<", "&lt;")
            .replace(">", "&gt;");
    return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Sluice</title>"
        + "<link rel=\"icon\" href=\"data:,\">"
        + "<meta http-equiv=\"refresh\" content=\"0;url="
        + to
        + "\"></head><body><p>You are signed in: <a href=\""
        + to
        + "\">go on</a></p></body></html>";
  }
}
