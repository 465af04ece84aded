package io.sluice.cli.deadletter;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.kafka.deadletter.pipeline.LetterFilter;
import io.sluice.state.deadletter.DeadLetters;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
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
  private Set<String> ids = new LinkedHashSet<>();

  @Option(
      names = "--signature",
      paramLabel = "SIGNATURE",
      description = "All letters of one kind of error, as dlq ls shows it.")
  private @Nullable String signature;

  @Option(names = "--all", description = "All open letters of the pipeline.")
  private boolean all;

  /**
   * The open letters meant, of a pipeline that runs direct.
   *
   * @throws CommandFailure when none of the options, or more than one, was used
   */
  DeadLetters.Filter of(String pipeline) {
    requireOne();
    String kind = signature;
    DeadLetters.Filter open = DeadLetters.Filter.open(pipeline);
    return kind != null ? open.ofSignature(kind) : ids.isEmpty() ? open : open.ofIds(numbers(ids));
  }

  /**
   * The same of a pipeline on Kafka.
   *
   * @throws CommandFailure when none of the options, or more than one, was used
   */
  LetterFilter onKafka() {
    requireOne();
    return new LetterFilter(ids, Optional.ofNullable(signature));
  }

  /**
   * The same for a server: what its API takes.
   *
   * @throws CommandFailure when none of the options, or more than one, was used
   */
  Map<String, Object> document() {
    requireOne();
    String kind = signature;
    return kind != null
        ? Map.of("signature", kind)
        : ids.isEmpty()
            ? Map.of("all", true)
            : Map.of("ids", ids.stream().map(LetterSelection::numberOrText).toList());
  }

  /** Letters of a pipeline that runs direct have numbers. */
  private static Object numberOrText(String id) {
    return id.matches("[0-9]{1,18}") ? (Object) Long.parseLong(id) : id;
  }

  private void requireOne() {
    int said = (ids.isEmpty() ? 0 : 1) + (signature == null ? 0 : 1) + (all ? 1 : 0);
    if (said != 1) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "which letters? Expected one of --id, --signature, --all",
          "See them with: sluice dlq ls");
    }
  }

  private static Set<Long> numbers(Set<String> ids) {
    Set<Long> numbers = new LinkedHashSet<>();
    for (String id : ids) {
      if (!id.matches("[0-9]{1,18}")) {
        throw new CommandFailure(
            ExitCode.USAGE,
            "--id: expected the number of a letter but found '" + id + "'",
            "As sluice dlq ls --letters shows it.");
      }
      numbers.add(Long.parseLong(id));
    }
    return numbers;
  }
}
