package io.sluice.engine.gate;

import org.apache.kafka.connect.source.SourceRecord;

/**
 * Judges records by their schemas, behind the transforms and before the lanes. One gate for each
 * source task, called on that task's thread.
 */
@FunctionalInterface
public interface Gate extends AutoCloseable {
  /**
   * Judges the records that have this one's topic and its schemas, the same objects. May be asked
   * again for what it has judged.
   *
   * @param first the first of them: it has not gone on yet
   * @return what is done with it and with those that follow
   * @throws org.apache.kafka.connect.errors.RetriableException if nobody can say now; it is asked
   *     again
   * @throws io.sluice.engine.fault.FaultException if the run is to stop before the record
   */
  Passage judge(SourceRecord first);

  /**
   * A checkpoint is cut behind all that has passed so far: what the gate has counted of it can be
   * written down, since none of it will pass again once the checkpoint stands. Called while nothing
   * passes, from any thread; not the place for anything that takes long.
   */
  default void cut() {}

  /** Lets go of everything; called once nothing passes any more. */
  @Override
  default void close() {}
}
