package io.sluice.cli;

import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Options that every command has may stand before the command as well: {@code sluice -o json
 * status} is {@code sluice status -o json}. Where an option is given twice, the one after the
 * command counts.
 */
final class OptionsInFront implements IExecutionStrategy {
  @Override
  public int execute(ParseResult parsed) throws ExecutionException {
    ParseResult outer = parsed;
    while (outer.hasSubcommand()) {
      ParseResult inner = outer.subcommand();
      handDown(outer, inner);
      outer = inner;
    }
    return new RunLast().execute(parsed);
  }

  private static void handDown(ParseResult outer, ParseResult inner) {
    CommandLine.Model.CommandSpec command = inner.commandSpec();
    for (OptionSpec given : outer.commandSpec().options()) {
      String name = given.longestName();
      OptionSpec same = command.findOption(name);
      Object value = given.getValue();
      boolean isOurs = !given.usageHelp() && same != null && value != null;
      // The outer one may itself have been handed down, so that its value counts and not its match.
      if (isOurs && !inner.hasMatchedOption(name) && !value.equals(same.getValue())) {
        same.setValue(value);
      }
    }
  }
}
