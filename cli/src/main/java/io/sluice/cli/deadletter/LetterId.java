package io.sluice.cli.deadletter;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.kafka.deadletter.Letter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What people call a letter of a pipeline on Kafka: {@code table:0:17}.
 *
 * @param sink its name in the pipeline file
 * @param partition of the sink's topic of dead letters
 * @param offset in that partition
 */
record LetterId(String sink, int partition, long offset) {
  private static final Pattern FORM = Pattern.compile("(.+):([0-9]{1,9}):([0-9]{1,18})");

  static LetterId of(String sink, Letter letter) {
    return new LetterId(sink, letter.partition(), letter.offset());
  }

  /**
   * Reads what somebody said.
   *
   * @throws CommandFailure when it is no such id
   */
  static LetterId parse(String text) {
    Matcher said = FORM.matcher(text);
    if (!said.matches()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "expected the id of a letter of a pipeline on Kafka but found '" + text + "'",
          "As sluice dlq ls --letters shows it, such as table:0:17");
    }
    return new LetterId(
        said.group(1), Integer.parseInt(said.group(2)), Long.parseLong(said.group(3)));
  }

  @Override
  public String toString() {
    return sink + ":" + partition + ":" + offset;
  }
}
