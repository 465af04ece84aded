package io.sluice.server.console.page;

/** Calls of the API as commands; they take server and token from the environment. */
public final class Curl {
  private static final String HEAD = "curl -H \"Authorization: Bearer $SLUICE_TOKEN\" ";

  private Curl() {}

  /** Asks for what is at a path. */
  public static String get(String path) {
    return HEAD + address(path);
  }

  /** Has something done that needs no document. */
  public static String post(String path) {
    return HEAD + "-X POST " + address(path);
  }

  /** Sends a document to a path. */
  public static String post(String path, String json) {
    return HEAD
        + "-H 'Content-Type: application/json' -d '"
        + json.replace("'", "'\\''")
        + "' "
        + address(path);
  }

  /**
   * Sends what is in a file.
   *
   * @param source as curl takes it: {@code @} and a name, {@code @-} for standard input
   */
  static String post(String path, String contentType, String source) {
    return HEAD
        + "-H 'Content-Type: "
        + contentType
        + "' --data-binary "
        + source
        + " "
        + address(path);
  }

  private static String address(String path) {
    return "\"$SLUICE_SERVER" + path + "\"";
  }
}
