package io.sluice.server.view;

import io.sluice.engine.run.RunError;
import java.util.List;
import java.util.Optional;

/**
 * How a pipeline is, derived from what it did and not from what it is meant to do (invariant 8).
 *
 * @param health the worst of its reasons; HEALTHY without any
 * @param reasons the worst first; free of secrets
 */
public record Verdict(Health health, List<Reason> reasons) {
  /** Nothing speaks against it. */
  public static final Verdict HEALTHY = new Verdict(Health.HEALTHY, List.of());

  public Verdict {
    reasons = List.copyOf(reasons);
  }

  /** From good to bad. */
  public enum Health {
    /** Does what is wanted of it. */
    HEALTHY,
    /** Nobody can tell yet: it starts, or waits for its turn. */
    UNKNOWN,
    /** Moves, but not as it should; somebody ought to look at it. */
    DEGRADED,
    /** Does not do what is wanted of it. */
    UNHEALTHY
  }

  /**
   * One thing that speaks against it.
   *
   * @param code stable, for machines: {@code failed}, {@code stalled}, {@code freshness_exceeded}
   * @param sentence what is the matter, with the figures
   * @param remedy what to do
   * @param page of the documentation, from the repository's root: {@code
   *     docs/how-to/troubleshoot.md}
   * @param error the failure that it is about; empty if it is about none
   */
  public record Reason(
      Health health,
      String code,
      String sentence,
      String remedy,
      String page,
      Optional<RunError> error) {}
}
