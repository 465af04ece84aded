package io.sluice.server.operate;

import io.sluice.kafka.deadletter.pipeline.LetterFilter;
import io.sluice.kafka.deadletter.pipeline.LetterId;
import io.sluice.state.deadletter.DeadLetters;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which open dead letters of a pipeline are meant.
 *
 * @param ids these: numbers, or of a pipeline on Kafka as {@link LetterId} writes them; empty for
 *     others
 * @param signature those of this kind of error; empty for others. If both are empty, all
 */
public record LetterChoice(List<String> ids, Optional<String> signature) {
  /** All that are open. */
  public static final LetterChoice ALL = new LetterChoice(List.of(), Optional.empty());

  public LetterChoice {
    ids = List.copyOf(ids);
    if (!ids.isEmpty() && signature.isPresent()) {
      throw new IllegalArgumentException("expected ids or a signature but found both");
    }
  }

  /** These. None at all would mean all. */
  public static LetterChoice of(List<String> ids) {
    if (ids.isEmpty()) {
      throw new IllegalArgumentException("expected an id at least");
    }
    return new LetterChoice(ids, Optional.empty());
  }

  /** Those of a kind of error. */
  public static LetterChoice ofSignature(String signature) {
    return new LetterChoice(List.of(), Optional.of(signature));
  }

  /** The same of letters in the state. */
  public static LetterChoice ofNumbers(List<Long> ids) {
    return of(ids.stream().map(String::valueOf).toList());
  }

  /**
   * The same for the state.
   *
   * @throws Refusal if an id is none of a letter there
   */
  public DeadLetters.Filter filter(String pipeline) {
    DeadLetters.Filter open = DeadLetters.Filter.open(pipeline);
    return signature.isPresent()
        ? open.ofSignature(signature.get())
        : open.ofIds(ids.stream().map(LetterChoice::number).toList());
  }

  private static long number(String id) {
    if (!id.matches("[0-9]{1,18}")) {
      throw new Refusal(
          Refusal.Kind.INVALID,
          "ids: expected numbers of letters, since the pipeline does not run on Kafka",
          null);
    }
    return Long.parseLong(id);
  }

  /**
   * The same for the topics of a pipeline on Kafka.
   *
   * @throws Refusal if an id is none of a letter there
   */
  public LetterFilter inTopics() {
    if (ids.stream().anyMatch(id -> LetterId.parse(id).isEmpty())) {
      throw new Refusal(
          Refusal.Kind.INVALID,
          "ids: expected sink:partition:offset, as table:0:17, since the pipeline runs on Kafka",
          null);
    }
    return new LetterFilter(Set.copyOf(ids), signature);
  }
}
