package io.sluice.connector.postgres.config;

import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How tables are read.
 *
 * @param threads connections that read at the same time
 * @param multiplier chunks for each thread that a table is cut into at least
 * @param chunkPages pages of a chunk, 0 to choose
 * @param wanted which captured tables are read, by {@code schema.table}
 * @param overrides SELECT statements that stand for tables, by {@code schema.table}
 * @param order which tables come first
 * @param delayMillis how long to wait before reading
 * @param streamingDelayMillis how long to wait after reading
 * @param rowsPerSecond rows a second at most, 0 for no limit
 * @param window when reading may go on, null for always
 * @param first how many rows of each table are read, 0 for all
 */
public record SnapshotOptions(
    int threads,
    int multiplier,
    int chunkPages,
    Predicate<String> wanted,
    Map<String, String> overrides,
    Order order,
    long delayMillis,
    long streamingDelayMillis,
    long rowsPerSecond,
    @Nullable DailyWindow window,
    int first) {

  /** By the estimated count of rows, or by name. */
  public enum Order {
    DISABLED,
    ASCENDING,
    DESCENDING
  }

  public SnapshotOptions {
    overrides = Map.copyOf(overrides);
  }

  /** The same, but of each table the first rows alone, at once and by one connection. */
  SnapshotOptions ofFirst(int rows) {
    return new SnapshotOptions(1, 1, 0, wanted, overrides, Order.DISABLED, 0, 0, 0, null, rows);
  }
}
