package io.sluice.cli.console;

import picocli.CommandLine.Option;

/** What every command understands. */
public final class CommonOptions {
  @Option(
      names = {"-o", "--format"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "What to print: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private OutputFormat format = OutputFormat.text;

  @Option(names = "--debug", description = "Log more, and show stack traces of failures.")
  private boolean debug;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  /** The output that the user asked for. */
  public Output output(Surroundings around) {
    return new Output(around, format);
  }

  /** Whether the user asked for JSON. */
  public boolean json() {
    return format == OutputFormat.json;
  }

  /** Whether the user wants to see everything. */
  public boolean debug() {
    return debug;
  }
}
