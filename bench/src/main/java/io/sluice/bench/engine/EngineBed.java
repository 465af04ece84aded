package io.sluice.bench.engine;

import io.sluice.bench.harness.Workbench;
import io.sluice.contract.Contracts;
import io.sluice.contract.language.Languages;
import io.sluice.contract.subject.EmbeddedSubjects;
import io.sluice.engine.fault.Failpoints;
import io.sluice.engine.fault.Ticker;
import io.sluice.engine.run.DirectEngine;
import io.sluice.engine.run.PipelineRun;
import io.sluice.engine.run.RunOptions;
import io.sluice.engine.run.RunStatus;
import io.sluice.pipeline.ConnectorSpec;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Place;
import io.sluice.pipeline.SchemaContract;
import io.sluice.pipeline.SinkSpec;
import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.pipeline.secret.Secrets;
import io.sluice.plugin.Plugins;
import io.sluice.registry.Registry;
import io.sluice.schema.formats.SchemaFormats;
import io.sluice.state.StateDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A direct engine with a state database of its own, on the plugins of the distribution and
 * Debezium's. Pipelines have the defaults of a pipeline file: what is measured is what a user gets.
 */
public final class EngineBed implements AutoCloseable {

  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  private final Plugins plugins;
  private final Secrets secrets;
  private final StateDatabase state;
  private final Registry registry;
  private final DirectEngine engine;

  /** Opens one in an empty folder. */
  public EngineBed(Workbench bench) throws IOException {
    plugins =
        Plugins.of(
            List.of(
                bench.distribution().resolve("plugins"),
                bench.folder().resolve("debezium/plugin")));
    secrets = new Secrets();
    Clock clock = Clock.systemUTC();
    state = StateDatabase.open(bench.scratch("state"), clock);
    registry = Registry.open(state, SchemaFormats.standard(), clock);
    Contracts contracts =
        new Contracts(
            state,
            pipeline -> new EmbeddedSubjects(registry, pipeline.name()),
            Languages::of,
            SchemaFormats.standard(),
            clock,
            Ticker.SYSTEM);
    engine = new DirectEngine(plugins, state, secrets, contracts, clock, Failpoints.NONE);
  }

  /** The registry with which contracts are held. */
  public Registry registry() {
    return registry;
  }

  /** Starts a pipeline; resumes where an earlier run of that name on this bed ended. */
  public Running start(String name, Stop source, Stop sink) {
    return start(name, source, sink, Optional.empty());
  }

  /** The same with a contract on schemas, or without. */
  public Running start(String name, Stop source, Stop sink, Optional<SchemaContract> contract) {
    Pipeline pipeline =
        Pipeline.of(
                name,
                source.spec("source"),
                List.of(),
                List.of(new SinkSpec("sink", sink.spec("sinks[0]"))))
            .withSchema(contract);
    return new Running(engine.start(pipeline, RunOptions.UNTIL_STOPPED));
  }

  @Override
  public void close() {
    engine.close();
    state.close();
    secrets.close();
    plugins.close();
  }

  /** A connector and its settings: where a pipeline begins or ends. */
  public record Stop(String connector, Map<String, String> config) {
    private ConnectorSpec spec(String path) {
      return new ConnectorSpec(
          connector, UnresolvedConfig.of(config), new Place(Path.of("bench.yaml"), 1, 1, path));
    }
  }

  /** A run under way; closing stops it in order. */
  public static final class Running implements AutoCloseable {

    private final PipelineRun run;

    private Running(PipelineRun run) {
      this.run = run;
    }

    /** How it stands now. */
    public RunStatus status() {
      return run.status();
    }

    /** Throws when the run has ended, since nothing more will come then. */
    public void check() throws IOException {
      RunStatus status = run.status();
      if (status.state().ended()) {
        throw new IOException(
            "Expected a running pipeline but it is " + status.state() + ": " + status.lastError());
      }
    }

    @Override
    public void close() {
      run.stop(STOP_LIMIT);
    }
  }
}
