package io.sluice.state.checkpoint;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is written when an epoch is prepared: how far the source and every lane came in it. Only
 * what moved since the epoch before needs to be named; the rest stays as it was.
 *
 * @param epoch rises by at least one from one prepared epoch of a pipeline to the next
 * @param sourceOffsets source partition to source offset, both {@link CanonicalJson}; a null offset
 *     forgets the partition
 * @param laneEnds the next offset that the lane will hand out
 * @param records how many records were polled in this epoch
 * @param layout how source tasks and sink tasks were joined by lanes; opaque here, may be empty
 */
public record EpochRecord(
    long epoch,
    Map<String, @Nullable String> sourceOffsets,
    Map<LaneName, Long> laneEnds,
    long records,
    String layout) {
  public EpochRecord {
    if (epoch < 1) {
      throw new IllegalArgumentException("epoch expected one or above, found " + epoch);
    }
    // Map.copyOf would refuse the null that forgets a partition.
    sourceOffsets = Collections.unmodifiableMap(new LinkedHashMap<>(sourceOffsets));
    laneEnds = Map.copyOf(laneEnds);
    requireNonNull(layout);
  }

  /** An epoch with an empty layout. */
  public EpochRecord(
      long epoch,
      Map<String, @Nullable String> sourceOffsets,
      Map<LaneName, Long> laneEnds,
      long records) {
    this(epoch, sourceOffsets, laneEnds, records, "");
  }
}
