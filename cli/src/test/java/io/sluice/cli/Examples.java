package io.sluice.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** The examples in a command's help, as a shell would hand them over. */
final class Examples {
  /** From the command's name to a pipe, a redirection, an explanation behind a gap, or the end. */
  private static final Pattern CALL =
      Pattern.compile("\\bsluice((?: (?:\"[^\"]*\"|[^ \"|>)&]+))+)");

  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|[^ \"]+");

  private Examples() {}

  /** The arguments of each example; lines that call nothing are left out. */
  static List<List<String>> of(CommandLine command) {
    return Arrays.stream(command.getCommandSpec().usageMessage().footer())
        .filter(line -> line.startsWith("  "))
        .map(CALL::matcher)
        .filter(Matcher::find)
        .map(call -> words(call.group(1)))
        .toList();
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(text);
    while (word.find()) {
      words.add(word.group(1) == null ? word.group() : word.group(1));
    }
    return words;
  }
}
