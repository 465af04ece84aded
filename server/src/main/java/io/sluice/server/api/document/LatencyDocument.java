package io.sluice.server.api.document;

import io.sluice.engine.figures.Latency;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** How long records took. */
@Meaning("How long records took from the source's commit to the sink's; told within an eighth")
public record LatencyDocument(
    long records,
    @Nullable Long p50Ms,
    @Nullable Long p90Ms,
    @Nullable Long p99Ms,
    @Nullable Long p999Ms,
    @Meaning("Those with something in them, from short to long") List<Bucket> buckets) {

  /** So many took so long. */
  @Meaning("How many records took at least from_ms, and less than below_ms")
  public record Bucket(long fromMs, long belowMs, long records) {}

  public static LatencyDocument of(Latency latency) {
    return new LatencyDocument(
        latency.records(),
        millis(latency.percentile(0.5)),
        millis(latency.percentile(0.9)),
        millis(latency.percentile(0.99)),
        millis(latency.percentile(0.999)),
        latency.buckets().stream()
            .map(bucket -> new Bucket(bucket.from(), bucket.below(), bucket.records()))
            .toList());
  }

  private static @Nullable Long millis(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }
}
