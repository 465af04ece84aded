package io.sluice.cli.reconcile;

import io.sluice.cli.compare.Difference;
import io.sluice.cli.compare.Limits;
import io.sluice.cli.compare.Pause;
import io.sluice.cli.compare.TableComparison;
import io.sluice.cli.compare.TableOutcome;
import io.sluice.cli.compare.form.ComparedTable;
import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.live.LiveClient;
import io.sluice.pipeline.SinkSpec;
import io.sluice.project.ProjectPipeline;
import io.sluice.project.SinkDatabases;
import io.sluice.project.inspect.SourceTable;
import io.sluice.project.query.SinkDatabase;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Compares the tables of a pipeline in one of its sinks, and repairs what differs where that is
 * wanted. For one thread.
 */
final class SinkComparison {
  private static final long SAID_EVERY_NANOS = 5_000_000_000L;

  private final ProjectPipeline project;
  private final Manner manner;
  private final Origin origin;
  private final Ledger ledger;
  private final @Nullable LiveClient live;
  private final boolean repair;

  /**
   * How it is done.
   *
   * @param notes what people who wait are told
   * @param question asked before rows are deleted
   */
  record Manner(Limits limits, Pause pause, Consumer<String> notes, Repair.Question question) {}

  /**
   * What sinks are compared with.
   *
   * @param effects what the pipeline does to records on their way
   * @param captured all tables of the source
   * @param tables those of them that are compared
   */
  record Origin(
      SourceServer source,
      PipelineEffects effects,
      List<SourceTable> captured,
      List<SourceTable> tables) {}

  /**
   * @param ledger knows what was compared before, and notes it
   * @param live the process that runs the pipeline; null if none does
   * @param repair whether it repairs what differs
   */
  SinkComparison(
      ProjectPipeline project,
      Manner manner,
      Origin origin,
      Ledger ledger,
      @Nullable LiveClient live,
      boolean repair) {
    this.project = project;
    this.manner = manner;
    this.origin = origin;
    this.ledger = ledger;
    this.live = live;
    this.repair = repair;
  }

  /**
   * Compares the tables, in their order.
   *
   * @param found takes what was found of each
   * @return whether every question was answered
   * @throws SQLException if the sink's database is no longer there
   */
  boolean run(SinkSpec sink, List<Reconciliation> found)
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
          new Ledger.Place(sink.name(), List.of(origin.source().address().url(), database.url()));
      TablePairs pairs =
          new TablePairs(
              origin.source(),
              origin.captured(),
              target.side(),
              origin.effects(),
              copies,
              settings);
      tellOrphans(sink.name(), pairs);
      boolean answered = true;
      for (SourceTable table : origin.tables()) {
        try {
          TablePair pair = pairs.pair(table);
          found.add(compare(place, pair, target));
        } catch (SQLException e) {
          // A database that still answers has refused what was asked of this table.
          origin.source().now();
          target.side().rows("SELECT 1");
          answered = false;
          found.addAll(notCompared(sink, List.of(table), unanswered(e)));
        }
      }
      return answered;
    }
  }

  private void tellOrphans(String sink, TablePairs pairs) {
    Map<String, String> orphans = pairs.orphans();
    orphans.remove(origin.effects().transactionTopic());
    orphans.forEach(
        (topic, table) ->
            manner
                .notes()
                .accept(
                    sink
                        + ": "
                        + table
                        + " has rows of topic "
                        + topic
                        + ", which no captured table of the source has now (dropped, renamed, or"
                        + " left out): it is not compared."));
  }

  private TableOutcome compare(Ledger.Place place, ComparedTable table, TableComparison comparison)
      throws SQLException, IOException, InterruptedException {
    long[] said = {manner.pause().nanos()};
    return comparison.run(
        ledger.progress(place, table).orElse(null),
        at -> {
          ledger.reached(place, table, at);
          if (manner.pause().nanos() - said[0] > SAID_EVERY_NANOS) {
            said[0] = manner.pause().nanos();
            manner.notes().accept(table.name() + ": " + at.sourceRows() + " rows compared");
          }
        });
  }

  private Reconciliation compare(Ledger.Place place, TablePair pair, TargetDatabase target)
      throws SQLException, IOException, InterruptedException {
    ComparedTable table = pair.compared();
    if (table == null) {
      return new Reconciliation(place.sink(), pair, null, 0);
    }
    Optional<TableOutcome> known = ledger.outcome(place, table);
    TableComparison comparison =
        new TableComparison(
            table,
            origin.source(),
            target.side(),
            origin.source(),
            manner.limits(),
            manner.pause());
    TableOutcome outcome = known.isPresent() ? known.get() : compare(place, table, comparison);
    ledger.finished(place, table, outcome);
    if (live == null || !repair || outcome.differences().isEmpty()) {
      return new Reconciliation(place.sink(), pair, outcome, 0);
    }
    if (!table.present().isEmpty() && outcome.count(Difference.Kind.EXTRA) > 0) {
      manner
          .notes()
          .accept(
              table.name()
                  + ": rows that are too many stay: the sink keeps deleted rows, and only you know"
                  + " when these were. Mark them as deleted, or delete them.");
    }
    TableOutcome after =
        new Repair(
                table,
                comparison,
                origin.source().dialect(),
                target.side().dialect(),
                live,
                manner.pause(),
                manner.question(),
                manner.notes())
            .run(place.sink(), outcome);
    return new Reconciliation(
        place.sink(), pair, after, outcome.differences().size() - after.differences().size());
  }

  /** That tables were not compared, for one reason. */
  static List<Reconciliation> notCompared(SinkSpec sink, List<SourceTable> tables, String reason) {
    return tables.stream()
        .map(table -> TablePair.notCompared(table.qualified(), reason))
        .map(pair -> new Reconciliation(sink.name(), pair, null, 0))
        .toList();
  }

  /** What drivers say of connections and logins; of other things it may have values of rows. */
  static String unanswered(SQLException e) {
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
}
