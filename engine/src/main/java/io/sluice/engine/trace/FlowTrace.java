package io.sluice.engine.trace;

import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Follows batches of one flow. Called on the threads of its tasks and its checkpoints, several at
 * once; never throws and never waits, since records would. Moments are the ticker's nanoseconds.
 */
public interface FlowTrace extends AutoCloseable {
  /**
   * A task's part of one sink.
   *
   * @param sink name in the pipeline file
   * @param task number among those of its sink
   */
  record SinkPlace(String sink, int task) {}

  /**
   * A poll brought records; on the thread that handles them next.
   *
   * @param task number of the source task
   * @param since when the poll began
   * @param until when it came back
   * @return follows them from here on; null if nobody wants to
   */
  @Nullable BatchTrace polled(int task, List<SourceRecord> records, long since, long until);

  /** A source task ended its part of an epoch behind everything that is in lanes by now. */
  void cut(int task, long epoch);

  /**
   * A sink task is about to be put records, on this thread.
   *
   * @param batches that they are of; not empty
   * @param bytes estimated size of the records' values
   */
  TraceStep puts(SinkPlace place, List<BatchTrace> batches, int records, long bytes);

  /**
   * A sink task is about to commit an epoch, on this thread.
   *
   * @return null if the epoch has no batch that is followed
   */
  @Nullable TraceStep commits(SinkPlace place, long epoch);

  /** From the wish to end an epoch until every source task had done so. */
  void barrier(long epoch, long since, long until);

  /** The writing of an epoch as prepared. */
  void prepared(long epoch, long since, long until);

  /** The writing of an epoch as committed: it and all before it are in the sinks. */
  void committed(long epoch, long since, long until);

  /** The flow is over. Batches that are not committed by now are polled again by another one. */
  @Override
  void close();
}
