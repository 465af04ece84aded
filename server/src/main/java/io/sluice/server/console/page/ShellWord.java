package io.sluice.server.console.page;

/** A word of a command line that is to be copied into a shell. */
public final class ShellWord {
  private ShellWord() {}

  /** Quoted where a shell would take it for something else. */
  public static String of(String text) {
    return text.matches("[A-Za-z0-9._@/:-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
