package io.sluice.connector.postgres.snapshot;

import java.util.Map;

/**
 * How far a snapshot is, under Debezium's names where Debezium has them. {@code
 * debezium.postgres:type=connector-metrics,context=snapshot,server=<topic.prefix>}, and {@code
 * connector=<name>} behind it for a connector that shares its prefix with another of the process.
 */
public interface SnapshotMetricsMXBean {

  /** Ours: name of the connector whose snapshot it is. */
  String getConnector();

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

  /** Ours: rows that the tables have by the server's own estimate; of those that it knows. */
  long getExpectedRows();

  /** Ours: in how many parts each table is read, by {@code schema.table}. */
  Map<String, Integer> getChunks();

  /** Ours: how many of them are read. */
  Map<String, Integer> getChunksRead();

  /** Ours: share of the bytes that were read, 0 to 1. */
  double getShare();

  /** Ours: seconds until all is read if it goes on as it went, -1 when that cannot be told yet. */
  long getEstimatedSecondsLeft();
}
