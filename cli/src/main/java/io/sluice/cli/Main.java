package io.sluice.cli;

import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.console.TerminalWidth;
import io.sluice.cli.logging.Printed;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The entrance of the {@code sluice} command. */
public final class Main {
  private static final int WIDEST_HELP = 100;
  private static final int NARROWEST_HELP = 55; // the least that picocli can lay out

  private Main() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    Surroundings around = Surroundings.ofProcess(Clock.systemUTC());
    Printed.divert(around.err(), around.redaction());
    int code = run(around, arguments);
    around.out().flush();
    System.exit(code);
  }

  /** Runs the command in these surroundings; returns the exit code and ends nothing. */
  public static int run(Surroundings around, String... arguments) {
    CommandLine command = commandLine(around, arguments);
    if (arguments.length == 0) {
      command.usage(command.getOut());
      return ExitCode.USAGE.number();
    }
    return command.execute(arguments);
  }

  /** The whole command with every subcommand, for completion and for the reference. */
  static CommandLine everyCommand(Surroundings around) {
    return commandLine(around, new String[0]);
  }

  private static CommandLine commandLine(Surroundings around, String[] arguments) {
    CommandLine root = new CommandLine(new SluiceCommand());
    new Commands(around).addTo(root, arguments);
    root.setOut(new PrintWriter(around.out(), true, StandardCharsets.UTF_8));
    root.setErr(new PrintWriter(around.err(), true, StandardCharsets.UTF_8));
    root.setColorScheme(CommandLine.Help.defaultColorScheme(around.colours() ? Ansi.ON : Ansi.OFF));
    root.setExecutionStrategy(new OptionsInFront());
    Failures failures = new Failures(around, root.getParameterExceptionHandler());
    root.setExecutionExceptionHandler(failures);
    root.setParameterExceptionHandler(failures);
    root.setExitCodeExceptionMapper(e -> ExitCode.USAGE.number());
    root.setUsageHelpWidth(helpWidth(around, arguments));
    root.setAbbreviatedSubcommandsAllowed(false);
    root.setCaseInsensitiveEnumValuesAllowed(true);
    return root;
  }

  /** The terminal is asked for its width only when help will be shown. */
  private static int helpWidth(Surroundings around, String[] arguments) {
    boolean asked =
        arguments.length == 0
            || List.of(arguments).contains("--help")
            || List.of(arguments).contains("-h");
    if (!around.terminal() || !asked) {
      return WIDEST_HELP;
    }
    try (TerminalWidth terminal = TerminalWidth.of(around)) {
      return Math.max(NARROWEST_HELP, Math.min(WIDEST_HELP, terminal.columns()));
    }
  }
}
