package io.sluice.contract;

import io.sluice.contract.event.SchemaEvents;
import io.sluice.contract.language.Languages;
import io.sluice.contract.subject.EmbeddedSubjects;
import io.sluice.contract.subject.SubjectRegistry;
import io.sluice.engine.fault.Ticker;
import io.sluice.engine.gate.Gate;
import io.sluice.engine.gate.Passages;
import io.sluice.pipeline.BufferSettings;
import io.sluice.pipeline.CheckpointSettings;
import io.sluice.pipeline.ConnectorSpec;
import io.sluice.pipeline.ErrorPolicy;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Place;
import io.sluice.pipeline.RetryPolicy;
import io.sluice.pipeline.SchemaContract;
import io.sluice.pipeline.SinkSpec;
import io.sluice.pipeline.Slo;
import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.registry.Registry;
import io.sluice.schema.formats.SchemaFormats;
import io.sluice.state.StateDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A registry on a state database, and gates of pipelines that are held with it. */
final class Bed implements AutoCloseable {
  final StateDatabase state;
  final Registry registry;
  final SchemaEvents events;
  private final Ticker ticker;

  Bed(Path folder) {
    this(folder, Ticker.SYSTEM);
  }

  Bed(Path folder, Ticker ticker) {
    this.state = StateDatabase.open(folder, Clock.systemUTC());
    this.registry = Registry.open(state, SchemaFormats.standard(), Clock.systemUTC());
    this.events = new SchemaEvents(state, Clock.systemUTC());
    this.ticker = ticker;
  }

  /** What passes the gate of a new task of that pipeline, as the engine asks it. */
  Passages passages(String pipeline, SchemaContract contract) {
    return passages(pipeline, contract, p -> new EmbeddedSubjects(registry, p.name()));
  }

  Passages passages(
      String name, SchemaContract contract, Function<Pipeline, SubjectRegistry> registries) {
    Gate gate =
        new Contracts(
                state,
                registries,
                Languages::of,
                SchemaFormats.standard(),
                Clock.systemUTC(),
                ticker)
            .open(pipeline(name, contract));
    return new Passages(java.util.Objects.requireNonNull(gate));
  }

  /** What passes a gate that leaves no trace. */
  Passages rehearsed(String name, SchemaContract contract) {
    Gate gate =
        new Contracts(
                state,
                p -> new EmbeddedSubjects(registry, p.name()),
                Languages::of,
                SchemaFormats.standard(),
                Clock.systemUTC(),
                ticker)
            .rehearsed(pipeline(name, contract));
    return new Passages(java.util.Objects.requireNonNull(gate));
  }

  private static Pipeline pipeline(String name, SchemaContract contract) {
    Place place = new Place(Path.of("p.yaml"), 1, 1, "");
    ConnectorSpec connector = new ConnectorSpec("any", UnresolvedConfig.of(Map.of()), place);
    return new Pipeline(
        name,
        Optional.empty(),
        Optional.empty(),
        connector,
        List.of(),
        Optional.of(contract),
        List.of(new SinkSpec("sink", connector)),
        ErrorPolicy.DEFAULT,
        Slo.NONE,
        CheckpointSettings.DEFAULT,
        BufferSettings.DEFAULT,
        RetryPolicy.DEFAULT,
        Path.of("p.yaml"),
        "1");
  }

  @Override
  public void close() {
    state.close();
  }
}
