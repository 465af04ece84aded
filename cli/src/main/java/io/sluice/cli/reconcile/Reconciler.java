package io.sluice.cli.reconcile;

import io.sluice.cli.compare.ComparedTable;
import io.sluice.cli.compare.Limits;
import io.sluice.cli.compare.Pause;
import io.sluice.cli.compare.TableComparison;
import io.sluice.cli.compare.TableOutcome;
import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.inspect.PostgresInspection;
import io.sluice.cli.inspect.SourceTable;
import io.sluice.cli.inspect.TableFilter;
import io.sluice.cli.live.LiveClient;
import io.sluice.cli.project.Project;
import io.sluice.cli.project.SinkDatabases;
import io.sluice.cli.query.SinkDatabase;
import io.sluice.pipeline.SinkSpec;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Compares every table of a pipeline in every table sink, one after the other. For one thread. */
final class Reconciler {
  private static final long SAID_EVERY_NANOS = 5_000_000_000L;

  private final Project project;
  private final Limits limits;
  private final Pause pause;
  private final Consumer<String> notes;
  private final Repair.Question question;

  /**
   * @param notes what people who wait are told
   * @param question asked before rows are deleted
   */
  Reconciler(
      Project project,
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
   * @param names the source's tables as {@code schema.table}; empty for all
   * @param sink the sink's name; empty for all table sinks
   * @param repair whether to repair what differs
   */
  List<Reconciliation> run(List<String> names, String sink, boolean repair)
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
      List<SourceTable> tables = tables(source, config, names);
      for (SinkSpec spec : sinks(sink)) {
        found.addAll(reconcile(spec, source, effects, tables, live, repair));
      }
    }
    return found;
  }

  private static List<SourceTable> tables(
      SourceServer source, Map<String, String> config, List<String> names) throws SQLException {
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
    for (String name : names) {
      if (captured.stream().noneMatch(table -> table.qualified().equals(name))) {
        throw new CommandFailure(
            ExitCode.NOT_FOUND,
            "--table: the source captures no table '" + name + "'",
            "Say schema.table.");
      }
    }
    return captured.stream()
        .filter(table -> names.isEmpty() || names.contains(table.qualified()))
        .toList();
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

  private List<Reconciliation> reconcile(
      SinkSpec sink,
      SourceServer source,
      PipelineEffects effects,
      List<SourceTable> tables,
      @Nullable LiveClient live,
      boolean repair)
      throws SQLException, IOException, InterruptedException {
    Map<String, String> config = project.resolved(sink.connector());
    SinkSettings.requireComparable(config, sink.name());
    SinkDatabase database =
        SinkDatabases.of(project, sink)
            .orElseThrow(
                () ->
                    new CommandFailure(
                        ExitCode.USAGE,
                        "sink " + sink.name() + ": its database cannot be compared",
                        "Reconcile compares PostgreSQL and DuckDB."));
    List<Reconciliation> found = new ArrayList<>();
    try (TargetDatabase target = TargetDatabase.open(database, sink.name(), live)) {
      Map<String, String> copies =
          target.tables(
              config.getOrDefault("offsets.table", "_sluice_offsets"),
              project.pipeline().name() + "-" + sink.name());
      TablePairs pairs =
          new TablePairs(source, target, effects, copies, SinkSettings.keyFields(config));
      for (SourceTable table : tables) {
        TablePair pair = pairs.pair(table);
        found.add(compare(sink.name(), pair, source, target, repair ? live : null));
      }
    }
    return found;
  }

  private Reconciliation compare(
      String sink,
      TablePair pair,
      SourceServer source,
      TargetDatabase target,
      @Nullable LiveClient repairing)
      throws SQLException, IOException, InterruptedException {
    ComparedTable table = pair.compared();
    if (table == null) {
      return new Reconciliation(sink, pair, null, 0);
    }
    TableComparison comparison = new TableComparison(table, source, target, source, limits, pause);
    long[] said = {pause.nanos()};
    TableOutcome outcome =
        comparison.run(
            rows -> {
              if (pause.nanos() - said[0] > SAID_EVERY_NANOS) {
                said[0] = pause.nanos();
                notes.accept(table.name() + ": " + rows + " rows compared");
              }
            });
    if (repairing == null || outcome.differences().isEmpty()) {
      return new Reconciliation(sink, pair, outcome, 0);
    }
    TableOutcome after =
        new Repair(table, comparison, source.dialect(), repairing, pause, question)
            .run(sink, outcome);
    return new Reconciliation(
        sink, pair, after, outcome.differences().size() - after.differences().size());
  }
}
