package io.sluice.engine.trace;

import io.sluice.pipeline.Pipeline;
import org.jspecify.annotations.Nullable;

/** Follows batches of runs on their way from poll to commit. Thread-safe. */
@FunctionalInterface
public interface Traces {
  /** Nobody follows anything. */
  Traces NONE = pipeline -> null;

  /** Follows one flow of a pipeline, until it is closed; null if nobody wants to. */
  @Nullable FlowTrace open(Pipeline pipeline);
}
