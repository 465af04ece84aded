package io.sluice.state.lease;

import io.sluice.state.storage.StateException;
import java.util.Optional;

/** Gives each pipeline to one run at a time. May be used from any thread. */
public interface PipelineLocks extends AutoCloseable {
  /**
   * Takes the pipeline for this run.
   *
   * @throws StateException of kind LOCKED, with who has it, if somebody else does
   */
  PipelineLock take(String pipeline);

  /** Who has the pipeline now; empty if nobody does. */
  Optional<Holder> holderOf(String pipeline);

  /** Ends what keeps the locks; whoever still has one has lost it. */
  @Override
  void close();
}
