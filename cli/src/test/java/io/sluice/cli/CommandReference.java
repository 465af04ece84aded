package io.sluice.cli;

import io.sluice.cli.console.ExitCode;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The reference of the commands in Markdown, from what the commands declare. */
final class CommandReference {
  private static final List<String> COMMON = List.of("--format", "--debug", "--help");

  private CommandReference() {}

  static String of(CommandLine root) {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        # Commands

        Generated from the commands themselves: `sluice COMMAND --help` says the same.

        Every command understands:

        """);
    root.getCommandSpec().options().forEach(o -> option(text, o));
    text.append(
        """

        With `-o json` a command prints one JSON document on standard output, and nothing else there. A failure is a document too:
        `{"error": {"code", "exit_code", "message", "hint"}}`. Colours appear on a terminal only, and not when `NO_COLOR` is set.

        ## Exit codes

        | code | name | meaning |
        |--:|---|---|
        """);
    for (ExitCode code : ExitCode.values()) {
      text.append("| %d | %s | %s |%n".formatted(code.number(), code.name(), code.meaning()));
    }
    root.getSubcommands().values().forEach(c -> command(text, c, "##"));
    return text.toString().replace("\r\n", "\n");
  }

  private static void command(StringBuilder text, CommandLine command, String heading) {
    CommandSpec spec = command.getCommandSpec();
    text.append("%n%s %s%n%n".formatted(heading, spec.qualifiedName()));
    text.append(joined(spec.usageMessage().header())).append("\n");
    for (String paragraph : spec.usageMessage().description()) {
      text.append("\n").append(paragraph).append("\n");
    }
    if (command.getSubcommands().isEmpty()) {
      text.append("\n```\n").append(synopsis(command)).append("```\n");
    }
    List<? extends ArgSpec> own =
        spec.args().stream()
            .filter(a -> !(a instanceof OptionSpec o && COMMON.contains(o.longestName())))
            .toList();
    if (!own.isEmpty()) {
      text.append("\n");
      own.forEach(a -> option(text, a));
    }
    if (spec.usageMessage().footer().length > 0) {
      text.append("\nExamples:\n\n```sh\n");
      for (String line : spec.usageMessage().footer()) {
        text.append(line.strip().replaceFirst("(\\S)( {2,})(\\S)", "$1$2# $3")).append("\n");
      }
      text.append("```\n");
    }
    command.getSubcommands().values().forEach(c -> command(text, c, heading + "#"));
  }

  private static void option(StringBuilder text, ArgSpec arg) {
    String name =
        arg instanceof OptionSpec option
            ? String.join(", ", option.names())
                + (option.arity().max() == 0 ? "" : " " + option.paramLabel())
            : arg.paramLabel();
    String description =
        String.join(" ", arg.description())
            .replace("${DEFAULT-VALUE}", String.valueOf(arg.defaultValue()))
            .replace("${COMPLETION-CANDIDATES}", candidates(arg));
    text.append("- `%s`: %s%n".formatted(name, description));
  }

  private static String candidates(ArgSpec arg) {
    Iterable<String> all = arg.completionCandidates();
    return all == null
        ? ""
        : java.util.stream.StreamSupport.stream(all.spliterator(), false)
            .collect(Collectors.joining(", "));
  }

  private static String synopsis(CommandLine command) {
    return command.getHelp().synopsis(0);
  }

  private static String joined(String[] lines) {
    return String.join(" ", lines);
  }
}
