package io.sluice.engine.checkpoint;

import io.sluice.state.checkpoint.LaneName;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one source task contributed to an epoch: how far it was when it sent the barrier. Only what
 * moved since the barrier before.
 *
 * @param offsets source partition to source offset, canonical JSON; a null offset forgets the
 *     partition
 * @param laneEnds next offset of each lane
 * @param polled records taken from the task in this epoch
 */
public record SourceCut(
    Map<String, @Nullable String> offsets, Map<LaneName, Long> laneEnds, long polled) {
  public SourceCut {
    offsets = Collections.unmodifiableMap(new HashMap<>(offsets));
    laneEnds = Map.copyOf(laneEnds);
  }
}
