package io.sluice.server.console.page;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that is not as it should be, and what to do about it. Free of secrets and of rows.
 *
 * @param tone how bad it is
 * @param what a sentence
 * @param where stage, dataset, hash of the key, position: as far as they are known
 * @param hint what to do
 * @param runbook a page about it
 * @param at since when, or when it was
 * @param chain the causes in full, where {@code what} has the innermost alone
 */
public record Trouble(
    Tone tone,
    String what,
    Optional<String> where,
    Optional<String> hint,
    Optional<Link> runbook,
    Optional<Instant> at,
    Optional<String> chain) {

  /** One whose sentence tells all. */
  public Trouble(
      Tone tone,
      String what,
      Optional<String> where,
      Optional<String> hint,
      Optional<Link> runbook,
      Optional<Instant> at) {
    this(tone, what, where, hint, runbook, at, Optional.empty());
  }
}
