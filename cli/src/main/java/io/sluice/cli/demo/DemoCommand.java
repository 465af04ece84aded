package io.sluice.cli.demo;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Figures;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Style;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.live.LiveView;
import io.sluice.cli.live.StopSignals;
import io.sluice.cli.logging.Logs;
import io.sluice.cli.project.PipelineChoice;
import io.sluice.cli.project.Project;
import io.sluice.cli.project.ProjectOptions;
import io.sluice.cli.project.SinkDatabases;
import io.sluice.cli.run.RunSession;
import io.sluice.demo.DemoFolder;
import io.sluice.demo.ShopComparison;
import io.sluice.demo.ShopComparison.TableResult;
import io.sluice.demo.ShopServer;
import io.sluice.demo.ShopWorkload;
import io.sluice.engine.run.RunOptions;
import io.sluice.engine.run.RunState;
import io.sluice.engine.run.RunStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice demo}. */
@Command(
    name = "demo",
    header = "Watch it work: a PostgreSQL shop that never rests, copied live into a DuckDB file.",
    description = {
      "Starts an embedded PostgreSQL with a small shop under continuous inserts, updates and"
          + " deletes, and runs the pipeline file of the demo's folder, which is yours to change."
          + " Ctrl-C stops cleanly; starting again resumes.",
      "With --seconds the shop closes after that time, the copy catches up, and both sides are"
          + " compared row by row: exit code 0 only if they are equal."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice demo",
      "  sluice demo --seconds 20 -o json     one JSON object at the end",
      "  sluice demo --folder /tmp/shop       keep it all elsewhere; delete the folder to begin"
          + " anew"
    })
public final class DemoCommand implements Callable<Integer> {
  private static final Duration CATCH_UP = Duration.ofSeconds(90);

  private final Surroundings around;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "End by itself after so many seconds of shopping. Default: until Ctrl-C.")
  private @Nullable Integer seconds;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "Where it all lives. Default: sluice-demo in this folder.")
  private @Nullable Path folder;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "100",
      description = "Transactions a second in the shop. Default: ${DEFAULT-VALUE}.")
  private int rate = 100;

  @Mixin private ProjectOptions options = new ProjectOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public DemoCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws InterruptedException {
    requireAtLeastOne("--seconds", seconds);
    requireAtLeastOne("--rate", rate);
    Output output = common.output(around);
    Path named = folder == null ? PipelineChoice.DEMO : folder;
    try {
      DemoFolder demo = new DemoFolder(around.resolve(named)).prepare();
      if (!output.json()) {
        around.err().println("Starting PostgreSQL with a small shop in it ...");
      }
      try (ShopServer shop = ShopServer.start(demo.shopData())) {
        demo.connectTo(shop);
        return run(demo, shop, output).number();
      }
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, String.valueOf(e.getMessage()), null, e);
    } catch (SQLException e) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "the demo's shop cannot be asked: " + e.getMessage(),
          "See " + named.resolve(".sluice/logs") + ", or delete " + named + " to begin anew.",
          e);
    }
  }

  private ExitCode run(DemoFolder demo, ShopServer shop, Output output)
      throws IOException, SQLException, InterruptedException {
    try (Project project = Project.of(around, options, demo.pipelineFile())) {
      String name = project.pipeline().name();
      boolean resumed = project.state().checkpoints().lastCommitted(name).isPresent();
      try (Logs logs =
              Logs.toFile(project.stateFolder(), name, around.redaction(), common.debug());
          LiveView view = new LiveView(around, output.json(), footer(demo))) {
        logs.alsoPrinted(project.stateFolder(), name, around.redaction());
        if (!resumed) {
          view.expect(shop.rows());
        }
        return runShop(project, shop, resumed, view, output);
      }
    }
  }

  /**
   * The shop opens when the pipeline has started, and closes before the pipeline stops, so that the
   * copy can catch up.
   */
  private ExitCode runShop(
      Project project, ShopServer shop, boolean resumed, LiveView view, Output output)
      throws SQLException, InterruptedException {
    AtomicBoolean enough = new AtomicBoolean();
    Integer timed = seconds;
    try (RunSession session =
            RunSession.start(project, RunOptions.UNTIL_STOPPED, around.redaction());
        StopSignals signals = StopSignals.handle(() -> enough.set(true))) {
      RunStatus last;
      long transactions;
      try (ShopWorkload workload = ShopWorkload.start(shop, rate, around.clock().millis())) {
        Instant until = timed == null ? Instant.MAX : around.clock().instant().plusSeconds(timed);
        last =
            session.watch(
                view, status -> enough.get() || !around.clock().instant().isBefore(until));
        transactions = workload.transactions();
      }
      if (timed == null || last.state().ended()) {
        return ended(session.stopAndWait(), output);
      }
      RunStatus caughtUp = catchUp(session, shop, view);
      RunStatus end = session.stopAndWait();
      view.show(end);
      DemoResult result =
          new DemoResult(
              end, caughtUp.lag(), transactions, resumed, timed, comparison(project, shop));
      output.document(result.document());
      return report(result, project.pipeline().transforms().size(), output);
    }
  }

  /** Until everything that was committed in the shop is durable in the copy. */
  private RunStatus catchUp(RunSession session, ShopServer shop, LiveView view)
      throws SQLException, InterruptedException {
    String position = shop.position();
    Instant deadline = around.clock().instant().plus(CATCH_UP);
    while (true) {
      Instant glance = around.clock().instant().plus(view.pace());
      RunStatus status = session.watch(view, s -> !around.clock().instant().isBefore(glance));
      boolean late = around.clock().instant().isAfter(deadline);
      if (status.state().ended() || late || shop.isConfirmed(position)) {
        return status;
      }
    }
  }

  private static List<TableResult> comparison(Project project, ShopServer shop)
      throws SQLException {
    try (Connection source = shop.connect();
        Connection target = SinkDatabases.find(project, "").connectBesideTheSink()) {
      return ShopComparison.compare(captured(project), source, target);
    }
  }

  /** The shop's tables that the user's pipeline file still asks for. */
  private static Set<String> captured(Project project) {
    String included = project.pipeline().source().config().values().get("table.include.list");
    if (included == null) {
      return ShopComparison.TABLES.keySet();
    }
    List<String> expressions = Arrays.asList(included.split("\\s*,\\s*", -1));
    return ShopComparison.TABLES.keySet().stream()
        .filter(table -> expressions.stream().anyMatch(("public." + table)::matches))
        .collect(Collectors.toSet());
  }

  private ExitCode ended(RunStatus end, Output output) {
    output.document(io.sluice.cli.live.RunDocument.of(end));
    RunStatus.LastError error = end.lastError();
    if (end.state() == RunState.FAILED) {
      output.line(Style.BAD, "Failed" + (error == null ? "." : ": " + error.message()));
      return ExitCode.FAILED;
    }
    output.line(
        "Stopped after "
            + Figures.count(end.counts().delivered())
            + " rows. Start again: it resumes.");
    return ExitCode.OK;
  }

  private ExitCode report(DemoResult result, int transforms, Output output) {
    for (TableResult table : result.tables()) {
      output.line(
          table.equal() ? Style.GOOD : Style.BAD,
          String.format(
              "  %-12s %,9d rows in the shop, %,9d in the copy: %s",
              table.table(),
              table.sourceRows(),
              table.targetRows(),
              table.equal() ? "equal" : table.differentRows() + " differ"));
    }
    if (!result.equal() && transforms > 0) {
      output.note(
          "The pipeline has transforms, so a copy that differs from the shop may be just as"
              + " asked.");
    }
    RunStatus.LastError error = result.end().lastError();
    if (result.end().state() == RunState.FAILED && error != null) {
      output.line(Style.BAD, "Failed: " + error.message());
    }
    return result.equal() ? ExitCode.OK : ExitCode.FAILED;
  }

  private List<String> footer(DemoFolder demo) {
    String command = around.environment().getOrDefault("SLUICE_COMMAND", "sluice");
    Path file = around.directory().relativize(demo.pipelineFile());
    return List.of(
        "pipeline file   " + file + " (change it, then start again)",
        "look inside     " + command + " sql \"select status, count(*) from orders group by all\"",
        "stop            Ctrl-C; starting again resumes");
  }

  private static void requireAtLeastOne(String option, @Nullable Integer value) {
    if (value != null && value < 1) {
      throw new CommandFailure(
          ExitCode.USAGE, option + ": expected 1 or more but found " + value, null);
    }
  }
}
