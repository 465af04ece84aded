package io.sluice.server.console.page;

/** Commands for a shell that bring their file along, so that they run wherever they are pasted. */
final class HereFile {
  private static final String END = "END_OF_PIPELINE";

  private HereFile() {}

  /**
   * Writes a file, and runs a command on it.
   *
   * @param file relative
   */
  static String written(String file, String text, String command) {
    int folder = file.lastIndexOf('/');
    String made = folder < 0 ? "" : "mkdir -p " + ShellWord.of(file.substring(0, folder)) + "\n";
    String word = ShellWord.of(file);
    return made + "cat > " + word + " " + here(text) + command + " " + word;
  }

  /**
   * Sends a document to the API.
   *
   * @param path with its query
   */
  static String sent(String contentType, String path, String text) {
    return Curl.post(path, contentType, "@-") + " " + here(text).strip();
  }

  private static String here(String text) {
    return "<<'" + END + "'\n" + text + (text.endsWith("\n") ? "" : "\n") + END + "\n";
  }
}
