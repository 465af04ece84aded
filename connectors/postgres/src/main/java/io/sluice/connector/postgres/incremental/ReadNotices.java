package io.sluice.connector.postgres.incremental;

import io.sluice.connector.postgres.position.ReadPlan;
import io.sluice.connector.postgres.position.TableRead;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts together what a {@link ReadListener} is told, with Debezium's names. */
final class ReadNotices {

  private @Nullable ReadListener listener;

  void listen(ReadListener next) {
    listener = next;
  }

  void started(ReadPlan plan, @Nullable String id) {
    tell("STARTED", id, plan.reads(), Map.of());
    // Expressions are resolved when a signal is taken, so there is nothing between the two.
    tell("DATA_COLLECTIONS_RESOLVED", id, plan.reads(), Map.of());
  }

  void paused(ReadPlan plan) {
    tell("PAUSED", id(plan), plan.reads(), Map.of());
  }

  void resumed(ReadPlan plan) {
    tell("RESUMED", id(plan), plan.reads(), Map.of());
  }

  void aborted(List<TableRead> reads) {
    tell("ABORTED", reads.isEmpty() ? null : reads.get(0).id(), reads, Map.of());
  }

  void inProgress(ReadPlan plan, TableRead read) {
    tell(
        "IN_PROGRESS",
        read.id(),
        plan.reads(),
        Map.of(
            "current_collection_in_progress", read.table().toString(),
            "maximum_key", key(read.upTo()),
            "last_processed_key", key(read.after())));
  }

  void scanned(ReadPlan before, TableRead read, long rows, String status) {
    tell(
        "TABLE_SCAN_COMPLETED",
        read.id(),
        before.reads(),
        Map.of(
            "scanned_collection", read.table().toString(),
            "total_rows_scanned", Long.toString(rows),
            "status", status));
  }

  void completed(@Nullable String id) {
    tell("COMPLETED", id, List.of(), Map.of());
  }

  private void tell(
      String type, @Nullable String id, List<TableRead> reads, Map<String, String> details) {
    ReadListener told = listener;
    if (told == null) {
      return;
    }
    Map<String, String> all = new LinkedHashMap<>(details);
    if (!reads.isEmpty()) {
      all.put(
          "data_collections",
          reads.stream().map(read -> read.table().toString()).collect(Collectors.joining(",")));
    }
    told.told(type, id, all);
  }

  private static @Nullable String id(ReadPlan plan) {
    TableRead current = plan.current();
    return current == null ? null : current.id();
  }

  private static String key(@Nullable List<String> key) {
    return key == null ? "<null>" : String.join(",", key);
  }
}
