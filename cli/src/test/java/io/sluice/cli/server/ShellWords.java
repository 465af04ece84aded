package io.sluice.cli.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What a shell makes of a line that somebody pastes into it, for a command that is not run. */
final class ShellWords {
  private ShellWords() {}

  /**
   * The words that {@code command} is given, by the quoting and the variables of {@code sh}.
   *
   * @param line begins with the command
   */
  static List<String> of(String command, String line, Map<String, String> environment, Path folder)
      throws IOException, InterruptedException {
    String script = command + "() { printf '%s\\0' \"$@\"; }\n" + line + "\n";
    ProcessBuilder shell = new ProcessBuilder("sh", "-c", script).directory(folder.toFile());
    shell.environment().putAll(environment);
    Process process = shell.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0 || !said.endsWith("\0")) {
      throw new AssertionError("sh takes this for no command: " + line + "\n" + said);
    }
    return List.of(said.substring(0, said.length() - 1).split("\0", -1));
  }
}
