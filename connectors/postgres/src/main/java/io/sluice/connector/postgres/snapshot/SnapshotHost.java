package io.sluice.connector.postgres.snapshot;

import io.sluice.connector.postgres.catalog.Catalog;
import io.sluice.connector.postgres.handover.RecordSink;
import java.sql.Connection;
import java.sql.SQLException;

/** What the run that a snapshot is part of gives to it. Thread-safe. */
public interface SnapshotHost {

  /**
   * An ordinary connection for a transaction that may take hours.
   *
   * @throws java.util.concurrent.CancellationException when the task is stopping
   */
  Connection open() throws SQLException;

  /** Closes a connection that was opened here; never fails. */
  void close(Connection connection);

  /** The catalog as a connection sees it. */
  Catalog catalog(Connection connection);

  /**
   * A sink for one thread.
   *
   * @param maxBatch rows that it gathers at most
   * @param accepted called when there is room for a batch
   */
  RecordSink sink(int maxBatch, Runnable accepted);

  /** Whether the task is stopping. */
  boolean isStopping();
}
