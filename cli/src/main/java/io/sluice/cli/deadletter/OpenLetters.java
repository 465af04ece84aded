package io.sluice.cli.deadletter;

import io.sluice.kafka.deadletter.LetterException;
import io.sluice.kafka.deadletter.pipeline.LetterFilter;
import io.sluice.kafka.deadletter.pipeline.PipelineLetters;
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
      new PipelineLetters(pipeline, settings)
          .open(LetterFilter.ALL, (sink, letter) -> open.incrementAndGet());
      return OptionalLong.of(open.get());
    } catch (LetterException e) {
      return OptionalLong.empty();
    }
  }
}
