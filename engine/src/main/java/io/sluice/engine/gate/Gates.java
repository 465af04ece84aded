package io.sluice.engine.gate;

import io.sluice.engine.fault.Fault;
import io.sluice.engine.fault.FaultException;
import io.sluice.pipeline.Pipeline;
import org.jspecify.annotations.Nullable;

/** Makes the gates of pipelines. Thread-safe. */
@FunctionalInterface
public interface Gates {
  /** For pipelines that promise nothing about schemas; a promise that nobody holds is refused. */
  Gates NONE =
      pipeline -> {
        if (pipeline.schema().isPresent()) {
          throw new FaultException(
              Fault.CONFIGURATION,
              "Pipeline "
                  + pipeline.name()
                  + " has a contract on schemas, and nothing in this process holds it");
        }
        return null;
      };

  /** A gate for one source task of this pipeline; null if nothing is to be judged. */
  @Nullable Gate open(Pipeline pipeline);

  /**
   * A gate that says what {@link #open}'s would, and leaves no trace: it makes no version of a
   * schema, notes no decision, writes no log. Who never does any of it need not say more.
   */
  default @Nullable Gate rehearsed(Pipeline pipeline) {
    return open(pipeline);
  }
}
