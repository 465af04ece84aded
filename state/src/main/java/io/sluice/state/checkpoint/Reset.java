package io.sluice.state.checkpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An operator's wish for another position.
 *
 * @param sourceOffsets source partition to wanted offset, canonical JSON; null forgets the
 *     partition
 * @param forgetOthers whether partitions that are not named are forgotten or stay where they are
 */
public record Reset(Map<String, @Nullable String> sourceOffsets, boolean forgetOthers) {
  public Reset {
    sourceOffsets = Collections.unmodifiableMap(new LinkedHashMap<>(sourceOffsets));
  }

  /** Forget everything: the source begins as if it had never run. */
  public static Reset toTheBeginning() {
    return new Reset(Map.of(), true);
  }

  /** Move only the named partitions. */
  public static Reset only(Map<String, @Nullable String> sourceOffsets) {
    return new Reset(sourceOffsets, false);
  }
}
