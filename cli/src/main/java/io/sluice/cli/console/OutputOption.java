package io.sluice.cli.console;

import picocli.CommandLine.Option;

/** The {@code -o} of every command. */
public final class OutputOption {
  @Option(
      names = {"-o", "--format"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "What to print: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private OutputFormat format = OutputFormat.text;

  /** The output that the user asked for. */
  public Output of(Surroundings around) {
    return new Output(around, format);
  }
}
