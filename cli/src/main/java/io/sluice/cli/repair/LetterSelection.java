package io.sluice.cli.repair;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.state.deadletter.DeadLetters;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which open dead letters a command is about: some, those of one kind of error, or all. */
final class LetterSelection {
  @Option(
      names = "--id",
      paramLabel = "ID",
      split = ",",
      description = "These letters; may be repeated.")
  private Set<Long> ids = new LinkedHashSet<>();

  @Option(
      names = "--signature",
      paramLabel = "SIGNATURE",
      description = "All letters of one kind of error, as dlq ls shows it.")
  private @Nullable String signature;

  @Option(names = "--all", description = "All open letters of the pipeline.")
  private boolean all;

  /**
   * The open letters meant.
   *
   * @throws CommandFailure when none of the options, or more than one, was used
   */
  DeadLetters.Filter of(String pipeline) {
    String kind = signature;
    int said = (ids.isEmpty() ? 0 : 1) + (kind == null ? 0 : 1) + (all ? 1 : 0);
    if (said != 1) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "which letters? Expected one of --id, --signature, --all",
          "See them with: sluice dlq ls");
    }
    DeadLetters.Filter open = DeadLetters.Filter.open(pipeline);
    return kind != null ? open.ofSignature(kind) : ids.isEmpty() ? open : open.ofIds(ids);
  }
}
