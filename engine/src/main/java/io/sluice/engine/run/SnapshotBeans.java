package io.sluice.engine.run;

import io.sluice.engine.fault.Ticker;
import io.sluice.engine.run.RunFigures.SnapshotFigures;
import io.sluice.engine.run.RunFigures.SnapshotState;
import io.sluice.engine.run.RunFigures.TableFigures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.jspecify.annotations.Nullable;

/**
 * How far a source is with its tables, as connectors of change data tell it. What else ours tells
 * (rows to be expected, chunks) is read where it is there. Thread-safe.
 */
public final class SnapshotBeans {
  private static final long WHILE_READING = TimeUnit.SECONDS.toNanos(1);
  private static final long OTHERWISE = TimeUnit.SECONDS.toNanos(5);
  private static final List<String> ATTRIBUTES =
      List.of(
          "SnapshotRunning",
          "SnapshotAborted",
          "TotalTableCount",
          "RemainingTableCount",
          "RowsScanned",
          "ExpectedRows",
          "Share",
          "EstimatedSecondsLeft",
          "Chunks",
          "ChunksRead");

  private final ConnectorBeans beans;
  private final Ticker ticker;
  private Optional<SnapshotFigures> last = Optional.empty();
  private @Nullable Long askedAt;

  /**
   * @param connector name of the source's connector, which is its pipeline's
   * @param prefix the source's {@code topic.prefix}; empty if it has none, or it is not known yet
   */
  public SnapshotBeans(String connector, Supplier<Optional<String>> prefix, Ticker ticker) {
    this.beans = new ConnectorBeans(connector, prefix);
    this.ticker = ticker;
  }

  /** As of a few seconds ago at most; what was read last stays when the source has ended. */
  public synchronized Optional<SnapshotFigures> read() {
    boolean reads = last.filter(one -> one.state() == SnapshotState.RUNNING).isPresent();
    long now = ticker.nanos();
    Long before = askedAt;
    if (before == null || now - before >= (reads ? WHILE_READING : OTHERWISE)) {
      askedAt = now;
      List<Map<String, Object>> tasks = beans.ask("snapshot", ATTRIBUTES);
      if (!tasks.isEmpty()) {
        take(tasks);
      }
    }
    return last;
  }

  private void take(List<Map<String, Object>> tasks) {
    SnapshotFigures found = figures(tasks);
    // Before it has planned what to read, and where it will read nothing, it says that it reads.
    if (found.state() != SnapshotState.RUNNING || found.tables() > 0) {
      last = Optional.of(found);
    }
  }

  private static SnapshotFigures figures(List<Map<String, Object>> tasks) {
    boolean running = tasks.stream().anyMatch(task -> is(task, "SnapshotRunning"));
    boolean aborted = tasks.stream().anyMatch(task -> is(task, "SnapshotAborted"));
    Map<String, Long> rows = sums(tasks, "RowsScanned");
    Map<String, Long> chunks = sums(tasks, "Chunks");
    Map<String, Long> chunksRead = sums(tasks, "ChunksRead");
    List<TableFigures> tables = new ArrayList<>();
    for (String table : (chunks.isEmpty() ? rows : chunks).keySet()) {
      tables.add(
          new TableFigures(
              table,
              rows.getOrDefault(table, 0L),
              Math.toIntExact(chunks.getOrDefault(table, 0L)),
              Math.toIntExact(chunksRead.getOrDefault(table, 0L))));
    }
    tables.sort(
        Comparator.comparingLong(TableFigures::rows).reversed().thenComparing(TableFigures::table));
    long expected =
        tasks.stream().mapToLong(task -> number(task, "ExpectedRows", -1)).max().orElse(-1);
    double left =
        tasks.stream()
            .mapToDouble(task -> number(task, "EstimatedSecondsLeft", -1))
            .max()
            .orElse(-1);
    return new SnapshotFigures(
        running ? SnapshotState.RUNNING : aborted ? SnapshotState.ABORTED : SnapshotState.COMPLETED,
        Math.toIntExact(sum(tasks, "TotalTableCount")),
        Math.toIntExact(sum(tasks, "RemainingTableCount")),
        rows.values().stream().mapToLong(Long::longValue).sum(),
        expected,
        tasks.stream().mapToDouble(SnapshotBeans::share).average().orElse(-1),
        running && left >= 0 ? Optional.of(Duration.ofSeconds((long) left)) : Optional.empty(),
        tables.subList(0, Math.min(tables.size(), SnapshotFigures.MOST_TABLES)));
  }

  /** By tables where a source does not tell it by bytes. */
  private static double share(Map<String, Object> task) {
    if (task.get("Share") instanceof Double share) {
      return share;
    }
    long all = number(task, "TotalTableCount", 0);
    return all == 0 ? -1 : 1 - (double) number(task, "RemainingTableCount", 0) / all;
  }

  private static boolean is(Map<String, Object> task, String attribute) {
    return Boolean.TRUE.equals(task.get(attribute));
  }

  private static long number(Map<String, Object> task, String attribute, long otherwise) {
    return task.get(attribute) instanceof Number number ? number.longValue() : otherwise;
  }

  private static long sum(List<Map<String, Object>> tasks, String attribute) {
    return tasks.stream().mapToLong(task -> number(task, attribute, 0)).sum();
  }

  /** An MXBean's map comes as a table with a key and a value in each row. */
  private static Map<String, Long> sums(List<Map<String, Object>> tasks, String attribute) {
    Map<String, Long> sums = new HashMap<>();
    for (Map<String, Object> task : tasks) {
      if (task.get(attribute) instanceof TabularData table) {
        for (Object row : table.values()) {
          if (row instanceof CompositeData pair
              && pair.get("key") instanceof String key
              && pair.get("value") instanceof Number value) {
            sums.merge(key, value.longValue(), Long::sum);
          }
        }
      }
    }
    return sums;
  }
}
