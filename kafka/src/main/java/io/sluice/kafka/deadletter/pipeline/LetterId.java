package io.sluice.kafka.deadletter.pipeline;

import io.sluice.kafka.deadletter.Letter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What people call a letter of a pipeline on Kafka: {@code table:0:17}.
 *
 * @param sink its name in the pipeline file
 * @param partition of the sink's topic of dead letters
 * @param offset in that partition
 */
public record LetterId(String sink, int partition, long offset) {
  private static final Pattern FORM = Pattern.compile("(.+):([0-9]{1,9}):([0-9]{1,18})");

  /** That of a letter of a sink. */
  public static LetterId of(String sink, Letter letter) {
    return new LetterId(sink, letter.partition(), letter.offset());
  }

  /** Reads what somebody said; empty when it is no such id. */
  public static Optional<LetterId> parse(String text) {
    Matcher said = FORM.matcher(text);
    return said.matches()
        ? Optional.of(
            new LetterId(
                said.group(1), Integer.parseInt(said.group(2)), Long.parseLong(said.group(3))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return sink + ":" + partition + ":" + offset;
  }
}
