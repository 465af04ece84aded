package io.sluice.connector.postgres.snapshot;

import java.util.Map;

/**
 * How far a snapshot is, under Debezium's names where Debezium has them. {@code
 * debezium.postgres:type=connector-metrics,context=snapshot,server=<topic.prefix>}.
 */
public interface SnapshotMetricsMXBean {

  boolean isSnapshotRunning();

  boolean isSnapshotCompleted();

  boolean isSnapshotAborted();

  long getSnapshotDurationInSeconds();

  int getTotalTableCount();

  int getRemainingTableCount();

  /** Rows handed over, by {@code schema.table}, of the tables that are not empty. */
  Map<String, Long> getRowsScanned();

  /** Ours: rows handed over, of all tables. */
  long getTotalRowsScanned();

  /** Ours: share of the bytes that were read, 0 to 1. */
  double getShare();

  /** Ours: seconds until all is read if it goes on as it went, -1 when that cannot be told yet. */
  long getEstimatedSecondsLeft();
}
