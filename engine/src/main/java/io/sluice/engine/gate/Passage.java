package io.sluice.engine.gate;

import org.apache.kafka.connect.source.SourceRecord;

/** What is done with the records that a {@link Gate} judged alike. Used by one thread. */
@FunctionalInterface
public interface Passage {
  /** They go on as they are. The engine does not call it: such records cost a comparison. */
  Passage OPEN = record -> record;

  /**
   * What goes on in place of the record; it has the same place in the source.
   *
   * @throws SchemaRefusal if the record is to be kept among the dead letters
   * @throws org.apache.kafka.connect.errors.RetriableException as {@link Gate#judge}
   * @throws io.sluice.engine.fault.FaultException as {@link Gate#judge}
   */
  SourceRecord pass(SourceRecord record);
}
