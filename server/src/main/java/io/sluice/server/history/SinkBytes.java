package io.sluice.server.history;

import io.sluice.server.view.Series.SinkPoint;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What several sinks did, as few bytes: version, then for each its name, records, bytes, and its
 * lag in milliseconds and one more (one that clocks make negative is none), or zero if nobody could
 * tell; numbers and texts as {@link Varints}. Bytes of any released version stay readable
 * (invariant 10).
 */
final class SinkBytes {
  private static final int VERSION = 1;

  private SinkBytes() {}

  /** Null for none. */
  static byte @Nullable [] write(List<SinkPoint> sinks) {
    if (sinks.isEmpty()) {
      return null;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    bytes.write(VERSION);
    for (SinkPoint sink : sinks) {
      Duration lag = sink.lag();
      Varints.write(bytes, sink.sink());
      Varints.write(bytes, sink.records());
      Varints.write(bytes, sink.bytes());
      Varints.write(bytes, lag == null ? 0 : Math.max(0, lag.toMillis()) + 1);
    }
    return bytes.toByteArray();
  }

  /**
   * @throws IllegalArgumentException if the bytes are not such, or of a newer version
   */
  static List<SinkPoint> read(byte @Nullable [] bytes) {
    if (bytes == null) {
      return List.of();
    }
    Varints from = new Varints(bytes);
    if (from.next() != VERSION) {
      throw new IllegalArgumentException("expected figures of sinks of version " + VERSION);
    }
    List<SinkPoint> sinks = new ArrayList<>();
    while (from.hasMore()) {
      String name = from.nextText();
      long records = from.next();
      long size = from.next();
      long lag = from.next();
      sinks.add(new SinkPoint(name, records, size, lag == 0 ? null : Duration.ofMillis(lag - 1)));
    }
    return sinks;
  }
}
