package io.sluice.contract;

import io.sluice.contract.event.Decisions;
import io.sluice.contract.event.SchemaEvents;
import io.sluice.contract.language.SchemaLanguage;
import io.sluice.contract.policy.SchemaPolicy;
import io.sluice.contract.subject.ReadOnlySubjects;
import io.sluice.contract.subject.SubjectRegistry;
import io.sluice.engine.fault.Ticker;
import io.sluice.engine.gate.Gate;
import io.sluice.pipeline.SchemaContract;
import io.sluice.schema.formats.SchemaFormats;
import io.sluice.state.StateDatabase;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLogger;

/** Makes the gates of contracts, whatever engine records pass in. Thread-safe. */
public final class ContractGates {
  private final Optional<StateDatabase> state;
  private final Function<SchemaContract.Format, SchemaLanguage> languages;
  private final SchemaFormats formats;
  private final Clock clock;
  private final Ticker ticker;

  /**
   * @param state where decisions are noted; where there is none they are only written into the log
   * @param languages how schemas are written
   */
  public ContractGates(
      Optional<StateDatabase> state,
      Function<SchemaContract.Format, SchemaLanguage> languages,
      SchemaFormats formats,
      Clock clock,
      Ticker ticker) {
    this.state = state;
    this.languages = languages;
    this.formats = formats;
    this.clock = clock;
    this.ticker = ticker;
  }

  /**
   * A gate for one source task.
   *
   * @param pipeline in whose name events are noted
   * @param letters whether whoever asks the gate can keep records among dead letters
   * @param registry closed with the gate
   */
  public Gate open(
      String pipeline, SchemaContract contract, boolean letters, SubjectRegistry registry) {
    Decisions decisions =
        state.isPresent() ? new SchemaEvents(state.get(), clock) : Decisions.NOT_KEPT;
    return open(
        pipeline, contract, letters, registry, decisions, LoggerFactory.getLogger(Judge.class));
  }

  /**
   * A gate that says what the other would, and leaves no trace: for a record that is only tried.
   *
   * @param registry read only; closed with the gate
   */
  public Gate rehearsed(String pipeline, SchemaContract contract, SubjectRegistry registry) {
    return open(
        pipeline,
        contract,
        true,
        new ReadOnlySubjects(registry),
        Decisions.NOT_KEPT,
        NOPLogger.NOP_LOGGER);
  }

  private Gate open(
      String pipeline,
      SchemaContract contract,
      boolean letters,
      SubjectRegistry registry,
      Decisions decisions,
      Logger log) {
    Judge judge =
        new Judge(
            new Judge.Bench(
                pipeline,
                run(pipeline),
                contract,
                new SchemaPolicy(contract, letters),
                languages.apply(contract.format()),
                new Subjects(contract.subjectName(), formats),
                registry,
                decisions,
                new RegistrationRate(ticker),
                log));
    return new ContractGate(judge, contract.keys(), registry, ticker);
  }

  private OptionalLong run(String pipeline) {
    return state
        .flatMap(database -> database.runs().latest(pipeline))
        .map(run -> OptionalLong.of(run.id()))
        .orElse(OptionalLong.empty());
  }
}
