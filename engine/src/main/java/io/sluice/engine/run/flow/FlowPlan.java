package io.sluice.engine.run.flow;

import io.sluice.engine.checkpoint.Ledger;
import io.sluice.engine.deadletter.DeadLetterDesk;
import io.sluice.engine.fault.Backoff;
import io.sluice.engine.fault.Tools;
import io.sluice.engine.figures.RunMeters;
import io.sluice.engine.gate.Gates;
import io.sluice.engine.tap.Masking;
import io.sluice.engine.tap.Tap;
import io.sluice.engine.trace.Traces;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.secret.Secrets;
import io.sluice.plugin.Isolated;
import io.sluice.plugin.Plugins;
import io.sluice.state.checkpoint.Checkpoints;
import io.sluice.state.deadletter.DeadLetters;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceTask;

/**
 * What all flows of one run have in common.
 *
 * @param name under which checkpoints are kept, and connectors know themselves
 * @param once whether the source is read to where it stands at the start, if it knows that
 * @param origin where the source connector and its tasks come from
 * @param meters measure the way of its records
 * @param look who may look into its stream, and what they may not see
 */
public record FlowPlan(
    String name,
    Pipeline pipeline,
    boolean once,
    Engine engine,
    Ledger ledger,
    DeadLetterDesk desk,
    Origin origin,
    RunMeters meters,
    Look look) {

  /** Who may look into the stream, and what they may not see of it. */
  public record Look(Tap tap, Masking masking) {}

  /** What all runs have in common. */
  public record Engine(
      Plugins plugins,
      Secrets secrets,
      Checkpoints checkpoints,
      DeadLetters letters,
      Gates gates,
      Traces traces,
      Tools tools) {}

  /** Makes the objects that stand at the beginning of a flow. */
  public interface Origin {
    Isolated<SourceConnector> connector();

    Isolated<SourceTask> task(Isolated<SourceConnector> connector);

    /** Whether what was delivered before must still be in the targets. */
    default boolean hasHistory() {
      return true;
    }

    /** The pipeline whose work this is, where the run has a name of its own. */
    default Optional<String> standsFor() {
      return Optional.empty();
    }

    /** The plugin that the pipeline names. */
    static Origin of(Pipeline pipeline, Plugins plugins) {
      return new Origin() {
        @Override
        public Isolated<SourceConnector> connector() {
          return plugins.newSourceConnector(pipeline.source().connector());
        }

        @Override
        public Isolated<SourceTask> task(Isolated<SourceConnector> connector) {
          var task = plugins.newTask(connector);
          return task.with((SourceTask) task.instance());
        }
      };
    }
  }

  /** A backoff of its own for whoever repeats something. */
  public Backoff newBackoff() {
    return new Backoff(pipeline.retry(), new SplittableRandom());
  }

  long retryForNanos() {
    return pipeline.retry().retryFor().toNanos();
  }
}
