package io.sluice.contract;

import io.sluice.contract.language.SchemaLanguage;
import io.sluice.contract.subject.SubjectRegistry;
import io.sluice.engine.fault.Ticker;
import io.sluice.engine.gate.Gate;
import io.sluice.engine.gate.Gates;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.SchemaContract;
import io.sluice.schema.formats.SchemaFormats;
import io.sluice.state.StateDatabase;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Holds pipelines to what they promise about schemas. Thread-safe. */
public final class Contracts implements Gates {
  private final Function<Pipeline, SubjectRegistry> registries;
  private final ContractGates gates;

  /**
   * @param state where decisions are noted
   * @param registries makes the registry that a pipeline's contract names; each source task has its
   *     own, and closes it
   * @param languages how schemas are written
   */
  public Contracts(
      StateDatabase state,
      Function<Pipeline, SubjectRegistry> registries,
      Function<SchemaContract.Format, SchemaLanguage> languages,
      SchemaFormats formats,
      Clock clock,
      Ticker ticker) {
    this.registries = registries;
    this.gates = new ContractGates(Optional.of(state), languages, formats, clock, ticker);
  }

  @Override
  public @Nullable Gate open(Pipeline pipeline) {
    Optional<SchemaContract> promised = pipeline.schema();
    return promised.isEmpty()
        ? null
        : gates.open(pipeline.name(), promised.get(), true, registries.apply(pipeline));
  }

  @Override
  public @Nullable Gate rehearsed(Pipeline pipeline) {
    Optional<SchemaContract> promised = pipeline.schema();
    return promised.isEmpty()
        ? null
        : gates.rehearsed(pipeline.name(), promised.get(), registries.apply(pipeline));
  }
}
