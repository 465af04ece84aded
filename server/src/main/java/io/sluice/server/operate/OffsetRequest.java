package io.sluice.server.operate;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a pipeline's source, or a sink of one on Kafka, is to go on: at its beginning, at a time,
 * or at a position.
 *
 * @param sink the sink that is meant, which has a place of its own on Kafka alone; empty for the
 *     source
 * @param beginning whether to forget all positions, so that it begins as it did first
 * @param time from when on it is to read again what its topics have; empty if that is not meant
 * @param partition which of its partitions; empty if it has only one, or all are meant
 * @param offset the position, in its own words; empty with {@code beginning} and {@code time}
 * @param seen where it was when somebody looked what this does, as {@link OffsetReset#before} told
 *     it: if it is elsewhere by now, nothing is moved; empty for who moves it from wherever it is
 */
public record OffsetRequest(
    Optional<String> sink,
    boolean beginning,
    Optional<Instant> time,
    Optional<Map<String, @Nullable Object>> partition,
    Map<String, @Nullable Object> offset,
    Optional<List<String>> seen) {
  public OffsetRequest {
    partition = partition.map(OffsetRequest::copied);
    offset = copied(offset);
    seen = seen.map(List::copyOf);
  }

  /** From wherever it is. */
  public OffsetRequest(
      Optional<String> sink,
      boolean beginning,
      Optional<Instant> time,
      Optional<Map<String, @Nullable Object>> partition,
      Map<String, @Nullable Object> offset) {
    this(sink, beginning, time, partition, offset, Optional.empty());
  }

  /** The same, if it is still there. */
  public OffsetRequest ifAt(List<String> place) {
    return new OffsetRequest(sink, beginning, time, partition, offset, Optional.of(place));
  }

  /**
   * Looks whether it is still where it was seen.
   *
   * @param before where it is
   * @throws Refusal if it is elsewhere
   */
  public void requireSeen(List<String> before) {
    if (seen.isPresent() && !seen.get().equals(before)) {
      throw new Refusal(
          Refusal.Kind.CONFLICT,
          "the position is another one by now than the one that was looked at, so nothing was"
              + " changed",
          "Look again what the move does, and say then whether it is meant.");
    }
  }

  /** Of the source, at its beginning or at a position. */
  public OffsetRequest(
      boolean beginning,
      Optional<Map<String, @Nullable Object>> partition,
      Map<String, @Nullable Object> offset) {
    this(Optional.empty(), beginning, Optional.empty(), partition, offset);
  }

  /** Of a sink, from a time on. */
  public static OffsetRequest of(String sink, Instant time) {
    return new OffsetRequest(
        Optional.of(sink), false, Optional.of(time), Optional.empty(), Map.of());
  }

  /** Sources say null of what they do not know yet. */
  private static Map<String, @Nullable Object> copied(Map<String, @Nullable Object> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
