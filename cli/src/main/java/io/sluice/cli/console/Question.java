package io.sluice.cli.console;

import java.io.Console;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks the person at the terminal; where there is none, defaults stand and nothing is asked. */
public final class Question {
  private Question() {}

  /**
   * Yes or no.
   *
   * @throws CommandFailure where nobody can be asked: what is hard to undo is not done on a guess
   */
  public static boolean confirm(Surroundings around, String question) throws IOException {
    if (!around.terminal()) {
      throw new CommandFailure(
          ExitCode.USAGE, question + " Nobody can be asked here", "Say --yes if you mean it.");
    }
    String answer = ask(around, question + " [y/N]", "n");
    return answer.equalsIgnoreCase("y") || answer.equalsIgnoreCase("yes");
  }

  /**
   * Whether these topics may get partitions, which cannot be taken back.
   *
   * @throws CommandFailure where nobody can be asked
   */
  public static boolean growTopics(Surroundings around, List<String> topics) throws IOException {
    return confirm(
        around,
        "Give " + String.join(", ", topics) + " more partitions, for good, so that keys move?");
  }

  /**
   * A line of text.
   *
   * @param preset what an empty answer means, and what stands where nobody can be asked
   */
  public static String ask(Surroundings around, String question, String preset) throws IOException {
    if (!around.terminal()) {
      return preset;
    }
    around.err().print(question + (preset.isEmpty() ? ": " : " (" + preset + "): "));
    around.err().flush();
    String answer = around.in().readLine();
    return answer == null || answer.isBlank() ? preset : answer.strip();
  }

  /** A secret, which is not echoed; null where nobody can be asked. */
  public static @Nullable String secret(Surroundings around, String question) {
    Console console = System.console();
    if (!around.terminal() || console == null) {
      return null;
    }
    char[] answer = console.readPassword("%s: ", question);
    return answer == null || answer.length == 0 ? null : new String(answer);
  }
}
