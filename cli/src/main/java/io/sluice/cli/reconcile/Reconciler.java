package io.sluice.cli.reconcile;

import io.sluice.cli.compare.Difference;
import io.sluice.cli.compare.Limits;
import io.sluice.cli.compare.Pause;
import io.sluice.cli.compare.TableComparison;
import io.sluice.cli.compare.TableOutcome;
import io.sluice.cli.compare.form.ComparedTable;
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
      boolean answered = true;
      List<SinkSpec> sinks = sinks(choice.sink());
      for (SinkSpec spec : sinks) {
        Optional<String> otherwise = sinks.size() == 1 ? Optional.empty() : noCopies(spec);
        if (otherwise.isPresent()) {
          found.addAll(notCompared(spec, tables, otherwise.get()));
          continue;
        }
        List<Reconciliation> ofSink = new ArrayList<>();
        try {
          answered &=
              reconcile(
                  ofSink,
                  spec,
                  source,
                  effects,
                  captured,
                  tables,
                  repair ? live : null,
                  live,
                  ledger);
        } catch (SQLException e) {
          source.now(); // Without the source nothing can be compared.
          answered = false;
          List<SourceTable> left = tables.subList(ofSink.size(), tables.size());
          ofSink.addAll(notCompared(spec, left, unanswered(e)));
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

  private static List<Reconciliation> notCompared(
      SinkSpec sink, List<SourceTable> tables, String reason) {
    return tables.stream()
        .map(table -> TablePair.notCompared(table.qualified(), reason))
        .map(pair -> new Reconciliation(sink.name(), pair, null, 0))
        .toList();
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

  /** What drivers say of connections and logins; of other things it may have values of rows. */
  private static String unanswered(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    boolean ofConnection =
        state.startsWith("08") || state.startsWith("28") || state.startsWith("3D");
    return "a question was not answered (SQL state "
        + state
        + ", code "
        + e.getErrorCode()
        + ", "
        + e.getClass().getSimpleName()
        + ")"
        + (ofConnection ? ": " + String.valueOf(e.getMessage()).lines().findFirst().orElse("") : "")
        + "; the database's log says more";
  }

  /**
   * Compares the tables in one sink, in their order.
   *
   * @param found takes what was found of each
   * @return whether every question was answered
   * @throws SQLException if the sink's database is no longer there
   */
  private boolean reconcile(
      List<Reconciliation> found,
      SinkSpec sink,
      SourceServer source,
      PipelineEffects effects,
      List<SourceTable> captured,
      List<SourceTable> tables,
      @Nullable LiveClient repairing,
      @Nullable LiveClient live,
      Ledger ledger)
      throws SQLException, IOException, InterruptedException {
    Map<String, String> config = project.resolved(sink.connector());
    SinkSettings settings = SinkSettings.of(config, sink.name());
    SinkDatabase database =
        SinkDatabases.any(project, sink)
            .orElseThrow(
                () ->
                    new CommandFailure(
                        ExitCode.USAGE,
                        "sink " + sink.name() + " names no database",
                        "Its setting url does."));
    try (TargetDatabase target = TargetDatabase.open(database, sink.name(), live)) {
      Copies copies =
          target.copies(
              config.getOrDefault("offsets.table", "_sluice_offsets"),
              project.pipeline().name() + "-" + sink.name());
      Ledger.Place place =
          new Ledger.Place(sink.name(), List.of(source.address().url(), database.url()));
      TablePairs pairs = new TablePairs(source, captured, target.side(), effects, copies, settings);
      tellOrphans(sink.name(), pairs, effects);
      boolean answered = true;
      for (SourceTable table : tables) {
        try {
          TablePair pair = pairs.pair(table);
          found.add(compare(place, pair, source, target, repairing, ledger));
        } catch (SQLException e) {
          // A database that still answers has refused what was asked of this table.
          source.now();
          target.side().rows("SELECT 1");
          answered = false;
          found.addAll(notCompared(sink, List.of(table), unanswered(e)));
        }
      }
      return answered;
    }
  }

  private void tellOrphans(String sink, TablePairs pairs, PipelineEffects effects) {
    Map<String, String> orphans = pairs.orphans();
    orphans.remove(effects.transactionTopic());
    orphans.forEach(
        (topic, table) ->
            notes.accept(
                sink
                    + ": "
                    + table
                    + " has rows of topic "
                    + topic
                    + ", which no captured table of the source has now (dropped, renamed, or"
                    + " left out): it is not compared."));
  }

  private TableOutcome compare(
      Ledger.Place place, ComparedTable table, TableComparison comparison, Ledger ledger)
      throws SQLException, IOException, InterruptedException {
    long[] said = {pause.nanos()};
    return comparison.run(
        ledger.progress(place, table).orElse(null),
        at -> {
          ledger.reached(place, table, at);
          if (pause.nanos() - said[0] > SAID_EVERY_NANOS) {
            said[0] = pause.nanos();
            notes.accept(table.name() + ": " + at.sourceRows() + " rows compared");
          }
        });
  }

  private Reconciliation compare(
      Ledger.Place place,
      TablePair pair,
      SourceServer source,
      TargetDatabase target,
      @Nullable LiveClient repairing,
      Ledger ledger)
      throws SQLException, IOException, InterruptedException {
    ComparedTable table = pair.compared();
    if (table == null) {
      return new Reconciliation(place.sink(), pair, null, 0);
    }
    Optional<TableOutcome> known = ledger.outcome(place, table);
    TableComparison comparison =
        new TableComparison(table, source, target.side(), source, limits, pause);
    TableOutcome outcome =
        known.isPresent() ? known.get() : compare(place, table, comparison, ledger);
    ledger.finished(place, table, outcome);
    if (repairing == null || outcome.differences().isEmpty()) {
      return new Reconciliation(place.sink(), pair, outcome, 0);
    }
    if (!table.present().isEmpty() && outcome.count(Difference.Kind.EXTRA) > 0) {
      notes.accept(
          table.name()
              + ": rows that are too many stay: the sink keeps deleted rows, and only you know when"
              + " these were. Mark them as deleted, or delete them.");
    }
    TableOutcome after =
        new Repair(
                table,
                comparison,
                source.dialect(),
                target.side().dialect(),
                repairing,
                pause,
                question,
                notes)
            .run(place.sink(), outcome);
    return new Reconciliation(
        place.sink(), pair, after, outcome.differences().size() - after.differences().size());
  }
}
