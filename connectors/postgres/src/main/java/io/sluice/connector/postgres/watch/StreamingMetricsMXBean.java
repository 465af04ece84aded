package io.sluice.connector.postgres.watch;

/**
 * What the stream tells changes of, under Debezium's names where Debezium has them. {@code
 * debezium.postgres:type=connector-metrics,context=streaming,server=<topic.prefix>}, and {@code
 * connector=<name>} behind it for a connector that shares its prefix with another of the process.
 */
public interface StreamingMetricsMXBean {

  /** Ours: name of the connector whose stream it is. */
  String getConnector();

  /** Tables that the settings choose, as {@code schema.table}, by name. */
  String[] getCapturedTables();

  /**
   * Ours: those of them that the publication lacks, or has lacked since the task began, as {@code
   * schema.table}, by name: the server sends no changes of theirs.
   */
  String[] getUnpublishedTables();
}
