package io.sluice.kafka.deadletter.pipeline;

import io.sluice.kafka.deadletter.Letter;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which letters of a pipeline are meant.
 *
 * @param ids these, as {@link LetterId} writes them; empty for others
 * @param signature those of this kind of error; empty for others. If both are empty, all
 */
public record LetterFilter(Set<String> ids, Optional<String> signature) {
  /** All of them. */
  public static final LetterFilter ALL = new LetterFilter(Set.of(), Optional.empty());

  public LetterFilter {
    ids = Set.copyOf(ids);
    if (!ids.isEmpty() && signature.isPresent()) {
      throw new IllegalArgumentException("expected ids or a signature but found both");
    }
  }

  /** Those of a sink. */
  Predicate<Letter> ofSink(String sink) {
    return signature
        .<Predicate<Letter>>map(kind -> letter -> letter.signature().equals(kind))
        .orElseGet(
            () -> letter -> ids.isEmpty() || ids.contains(LetterId.of(sink, letter).toString()));
  }
}
