package io.sluice.engine.run;

import io.sluice.engine.fault.Ticker;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Of which captured tables a source gets no changes, as ours tells by an MBean; nobody knows it of
 * those that do not. Thread-safe.
 */
public final class StreamBeans {
  private static final long PACE = TimeUnit.SECONDS.toNanos(5);
  private static final String UNPUBLISHED = "UnpublishedTables";

  private final ConnectorBeans beans;
  private final Ticker ticker;
  private List<String> last = List.of();
  private @Nullable Long askedAt;

  /**
   * @param connector name of the source's connector, which is its pipeline's
   * @param prefix the source's {@code topic.prefix}; empty if it has none, or it is not known yet
   */
  public StreamBeans(String connector, Supplier<Optional<String>> prefix, Ticker ticker) {
    this.beans = new ConnectorBeans(connector, prefix);
    this.ticker = ticker;
  }

  /** Tables, by name, as of a few seconds ago at most; none once the source has ended. */
  public synchronized List<String> unpublished() {
    long now = ticker.nanos();
    Long before = askedAt;
    if (before == null || now - before >= PACE) {
      askedAt = now;
      last =
          beans.ask("streaming", List.of(UNPUBLISHED)).stream()
              .flatMap(StreamBeans::tables)
              .distinct()
              .sorted()
              .toList();
    }
    return last;
  }

  private static Stream<String> tables(Map<String, Object> task) {
    return task.get(UNPUBLISHED) instanceof String[] tables ? Stream.of(tables) : Stream.empty();
  }
}
