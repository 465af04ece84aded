package io.sluice.cli.deadletter;

import io.sluice.cli.console.CommandFailure;
import io.sluice.pipeline.kafka.KafkaPipeline;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/** How many dead letters of a pipeline on Kafka are open, as {@code sluice dlq ls} counts them. */
public final class OpenLetters {
  private OpenLetters() {}

  /**
   * Reads the topics of dead letters of all sinks.
   *
   * @param client settings of Kafka's clients, resolved
   * @return empty when Kafka does not answer soon, or refuses: then nobody knows
   */
  public static OptionalLong count(KafkaPipeline pipeline, Map<String, String> client) {
    Map<String, String> settings = new HashMap<>(client);
    settings.putIfAbsent("default.api.timeout.ms", "5000");
    AtomicLong open = new AtomicLong();
    try {
      new LettersOnKafka(pipeline, settings).open((sink, letter) -> open.incrementAndGet());
      return OptionalLong.of(open.get());
    } catch (CommandFailure e) {
      return OptionalLong.empty();
    }
  }
}
