package io.sluice.state.checkpoint;

import java.util.Map;

/**
 * What a reset changes or changed: source partition to source offset, canonical JSON.
 *
 * @param epoch number of the epoch that holds the new position
 */
public record ResetOutcome(long epoch, Map<String, String> before, Map<String, String> after) {
  public ResetOutcome {
    before = Map.copyOf(before);
    after = Map.copyOf(after);
  }
}
