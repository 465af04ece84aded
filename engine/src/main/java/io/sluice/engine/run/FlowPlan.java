package io.sluice.engine.run;

import io.sluice.engine.checkpoint.Ledger;
import io.sluice.engine.deadletter.DeadLetterDesk;
import io.sluice.engine.fault.Backoff;
import io.sluice.engine.fault.Tools;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.secret.Secrets;
import io.sluice.plugin.Plugins;
import io.sluice.state.Checkpoints;
import java.util.function.Supplier;

/**
 * What all flows of one run have in common.
 *
 * @param name under which checkpoints are kept, and connectors know themselves
 * @param backoff makes one for each worker
 */
record FlowPlan(
    String name,
    Pipeline pipeline,
    RunOptions options,
    Engine engine,
    Ledger ledger,
    DeadLetterDesk desk,
    Supplier<Backoff> backoff) {

  /** What all runs have in common. */
  record Engine(Plugins plugins, Secrets secrets, Checkpoints checkpoints, Tools tools) {}

  long retryForNanos() {
    return pipeline.retry().retryFor().toNanos();
  }
}
