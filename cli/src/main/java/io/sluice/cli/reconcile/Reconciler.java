package io.sluice.cli.reconcile;

import io.sluice.cli.compare.Limits;
import io.sluice.cli.compare.Pause;
import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.live.LiveClient;
import io.sluice.pipeline.SinkSpec;
import io.sluice.project.ProjectPipeline;
import io.sluice.project.inspect.PostgresInspection;
import io.sluice.project.inspect.SourceTable;
import io.sluice.project.inspect.TableFilter;
import io.sluice.state.StateDatabase;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Compares every table of a pipeline in every table sink, one after the other. For one thread. */
final class Reconciler {
  private final ProjectPipeline project;
  private final Limits limits;
  private final Pause pause;
  private final Consumer<String> notes;
  private final Repair.Question question;

  /**
   * What is to be compared.
   *
   * @param tables the source's tables as {@code schema.table}; empty for all
   * @param excluded those to leave out
   * @param sink the sink's name; empty for all table sinks
   */
  record Choice(List<String> tables, List<String> excluded, String sink) {

    /** Takes copies. */
    Choice {
      tables = List.copyOf(tables);
      excluded = List.copyOf(excluded);
    }

    boolean admits(String table) {
      return (tables.isEmpty() || tables.contains(table)) && !excluded.contains(table);
    }
  }

  /**
   * @param notes what people who wait are told
   * @param question asked before rows are deleted
   */
  Reconciler(
      ProjectPipeline project,
      Limits limits,
      Pause pause,
      Consumer<String> notes,
      Repair.Question question) {
    this.project = project;
    this.limits = limits;
    this.pause = pause;
    this.notes = notes;
    this.question = question;
  }

  /**
   * Compares.
   *
   * @param repair whether to repair what differs
   * @param resume whether to go on where an interrupted comparison came to
   */
  List<Reconciliation> run(Choice choice, boolean repair, boolean resume)
      throws SQLException, IOException, InterruptedException {
    LiveClient live =
        LiveClient.find(project.stateFolder(), project.pipeline().name()).orElse(null);
    if (repair && live == null) {
      throw new CommandFailure(
          ExitCode.NOT_FOUND,
          "--repair: pipeline " + project.pipeline().name() + " is not running",
          "Rows are read again by the running pipeline: sluice run "
              + project.file().getFileName());
    }
    if (live == null) {
      notes.accept("The pipeline does not run: changes that it has not taken yet are differences.");
    }
    Map<String, String> config = project.resolved(project.pipeline().source());
    PipelineEffects effects = PipelineEffects.of(config, project.pipeline().transforms());
    List<Reconciliation> found = new ArrayList<>();
    try (SourceServer source = SourceServer.open(config, live != null)) {
      List<SourceTable> captured = captured(source, config);
      List<SourceTable> tables = chosen(captured, choice);
      Ledger ledger = ledger(resume);
      SinkComparison comparison =
          new SinkComparison(
              project,
              new SinkComparison.Manner(limits, pause, notes, question),
              new SinkComparison.Origin(source, effects, captured, tables),
              ledger,
              live,
              repair);
      boolean answered = true;
      List<SinkSpec> sinks = sinks(choice.sink());
      for (SinkSpec spec : sinks) {
        Optional<String> otherwise = sinks.size() == 1 ? Optional.empty() : noCopies(spec);
        if (otherwise.isPresent()) {
          found.addAll(SinkComparison.notCompared(spec, tables, otherwise.get()));
          continue;
        }
        List<Reconciliation> ofSink = new ArrayList<>();
        try {
          answered &= comparison.run(spec, ofSink);
        } catch (SQLException e) {
          source.now(); // Without the source nothing can be compared.
          answered = false;
          List<SourceTable> left = tables.subList(ofSink.size(), tables.size());
          ofSink.addAll(SinkComparison.notCompared(spec, left, SinkComparison.unanswered(e)));
        }
        found.addAll(ofSink);
      }
      if (answered) {
        ledger.end();
      }
    }
    return found;
  }

  /** Why a sink's tables are no copies, which hides nothing of the other sinks. */
  private Optional<String> noCopies(SinkSpec sink) {
    try {
      SinkSettings.of(project.resolved(sink.connector()), sink.name());
      return Optional.empty();
    } catch (CommandFailure e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private Ledger ledger(boolean resume) {
    StateDatabase state = project.hasState() ? project.state() : null;
    String pipeline = project.pipeline().name();
    if (resume) {
      Optional<Ledger> left = Ledger.left(state, pipeline, pause);
      if (left.isPresent()) {
        return left.get();
      }
      notes.accept("--resume: no comparison was interrupted: this one begins anew.");
    }
    return Ledger.begun(state, pipeline, pause);
  }

  private static List<SourceTable> captured(SourceServer source, Map<String, String> config)
      throws SQLException {
    List<SourceTable> captured;
    try (PostgresInspection inspection = PostgresInspection.open(source.address())) {
      captured = inspection.tables().stream().filter(TableFilter.of(config)).toList();
    }
    if (captured.isEmpty()) {
      throw new CommandFailure(
          ExitCode.NOT_FOUND,
          "the source captures no table that exists, so nothing can be compared",
          "Its table.include.list and schema.include.list say which.");
    }
    return captured;
  }

  private static List<SourceTable> chosen(List<SourceTable> captured, Choice choice) {
    Set<String> named = new LinkedHashSet<>(choice.tables());
    named.addAll(choice.excluded());
    for (String name : named) {
      if (captured.stream().noneMatch(table -> table.qualified().equals(name))) {
        throw new CommandFailure(
            ExitCode.NOT_FOUND,
            (choice.tables().contains(name) ? "--table" : "--exclude-table")
                + ": the source captures no table '"
                + name
                + "'",
            "Say schema.table.");
      }
    }
    return captured.stream().filter(table -> choice.admits(table.qualified())).toList();
  }

  private List<SinkSpec> sinks(String name) {
    List<SinkSpec> sinks =
        project.pipeline().sinks().stream()
            .filter(sink -> name.isEmpty() || sink.name().equals(name))
            .filter(Reconciler::isTable)
            .toList();
    if (sinks.isEmpty()) {
      throw new CommandFailure(
          ExitCode.NOT_FOUND,
          name.isEmpty() ? "the pipeline has no table sink" : "there is no table sink " + name,
          null);
    }
    return sinks;
  }

  private static boolean isTable(SinkSpec sink) {
    String connector = sink.connector().connector();
    return connector.equals("table") || connector.endsWith(".TableSinkConnector");
  }
}
