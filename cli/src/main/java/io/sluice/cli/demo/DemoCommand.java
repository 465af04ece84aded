package io.sluice.cli.demo;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Style;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.live.LiveView;
import io.sluice.cli.live.StopSignals;
import io.sluice.cli.project.PipelineChoice;
import io.sluice.cli.project.ProjectOptions;
import io.sluice.cli.server.ServerSession;
import io.sluice.demo.DemoFolder;
import io.sluice.demo.ShopComparison;
import io.sluice.demo.ShopComparison.TableResult;
import io.sluice.demo.ShopServer;
import io.sluice.demo.ShopWorkload;
import io.sluice.engine.run.RunError;
import io.sluice.engine.run.RunState;
import io.sluice.engine.run.RunStatus;
import io.sluice.pipeline.server.ServerSpec;
import io.sluice.project.Project;
import io.sluice.project.ProjectPipeline;
import io.sluice.project.SinkDatabases;
import io.sluice.project.text.Figures;
import io.sluice.server.SluiceServer;
import io.sluice.server.access.signin.SignInCodes;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice demo}. */
@Command(
    name = "demo",
    header = "Watch it work: a PostgreSQL shop that never rests, copied live, and the console.",
    description = {
      "Starts an embedded PostgreSQL with a small shop under continuous inserts, updates and"
          + " deletes, and serves the pipelines of the demo's folder, as sluice up does: the whole"
          + " shop into a DuckDB file, a masked copy into SQLite, and its customers into another"
          + " database, which refuses some of them. The files are yours to change.",
      "Prints a link that signs a browser on this machine in to the console, once; with a desktop"
          + " it opens there by itself. Ctrl-C stops cleanly; starting again resumes.",
      "With --seconds the shop closes after that time, the copy in DuckDB catches up, and both"
          + " sides are compared row by row: exit code 0 only if they are equal."
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

  /** Of the session that the link opens. */
  private static final String TOKEN = "demo";

  /** The source's, where a file names none. */
  private static final String USUAL_SLOT = "debezium";

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

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description =
          "The console's port; 0 takes a free one. Default: what sluice.yaml says, or 8080, or a"
              + " free one where that is taken.")
  private @Nullable Integer port;

  @Option(names = "--no-browser", description = "Print the link, and open it nowhere.")
  private boolean noBrowser;

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
    CountDownLatch stop = new CountDownLatch(1);
    try (Project project = options.project(around, demo.path());
        ProjectPipeline copy = project.pipeline(demo.pipelineFile());
        StopSignals signals = StopSignals.handle(stop::countDown)) {
      String name = copy.pipeline().name();
      boolean resumed = project.state().checkpoints().lastCommitted(name).isPresent();
      Shopping shopping;
      try (LiveView view = new LiveView(around, output.json(), footer(demo));
          ServerSession session =
              ServerSession.start(around, project, asked(project), true, common.debug())) {
        if (!resumed) {
          view.expect(shop.rows());
        }
        tell(session.server(), project, output);
        shopping = shop(new Watch(session.server().fleet(), name, stop, view), copy, shop);
      }
      if (seconds == null || shopping.end().state().ended()) {
        return ended(shopping.end(), output);
      }
      DemoResult result = shopping.result(resumed, seconds, comparison(copy, shop));
      output.document(result.document());
      return report(result, copy.pipeline().transforms().size(), output);
    }
  }

  /** The shop closes before the pipelines stop, so that the copy can catch up. */
  private Shopping shop(Watch watch, ProjectPipeline copy, ShopServer shop)
      throws SQLException, InterruptedException {
    Integer timed = seconds;
    RunStatus last;
    long transactions;
    try (ShopWorkload workload = ShopWorkload.start(shop, rate, around.clock().millis())) {
      Instant until = timed == null ? Instant.MAX : around.clock().instant().plusSeconds(timed);
      last = watch.until(() -> !around.clock().instant().isBefore(until), timed != null);
      transactions = workload.transactions();
    }
    if (timed == null || last.state().ended()) {
      return new Shopping(last, transactions);
    }
    String slot = copy.pipeline().source().config().values().getOrDefault("slot.name", USUAL_SLOT);
    Instant deadline = around.clock().instant().plus(CATCH_UP);
    RunStatus caughtUp = last;
    while (isExpected(caughtUp, deadline) && !shop.isFollowed(slot)) {
      caughtUp = watch.glance();
    }
    String position = shop.mark();
    while (isExpected(caughtUp, deadline) && !shop.isConfirmed(slot, position)) {
      caughtUp = watch.glance();
    }
    return new Shopping(caughtUp.state().ended() ? caughtUp : watch.glance(), transactions);
  }

  private boolean isExpected(RunStatus run, Instant deadline) {
    return !run.state().ended() && around.clock().instant().isBefore(deadline);
  }

  /**
   * How the shopping went.
   *
   * @param end the copy's status when it had caught up, or when it was stopped
   * @param transactions committed in the shop
   */
  private record Shopping(RunStatus end, long transactions) {
    DemoResult result(boolean resumed, int seconds, List<TableResult> tables) {
      return new DemoResult(end, end.lag(), transactions, resumed, seconds, tables);
    }
  }

  /** Where the project file says, or {@code --port}; else the usual port, if nobody has it. */
  private ServerSpec asked(Project project) {
    ServerSpec said = project.settings().server();
    int wanted = port == null ? said.port() : port;
    return said.at(said.host(), port == null && isTaken(wanted) ? 0 : wanted);
  }

  private static boolean isTaken(int port) {
    try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return !free.isBound();
    } catch (IOException taken) {
      return true;
    }
  }

  /**
   * Past the redaction of logs, which keep none of it: secrets that are meant to be seen, once, by
   * who started this.
   */
  private void tell(SluiceServer server, Project project, Output output) throws IOException {
    String link = server.signInLink(TOKEN).toString();
    PrintStream out = output.json() ? around.err() : around.out();
    out.println("Console  " + link);
    out.println(
        "         signs you in, once, within "
            + SignInCodes.LIFETIME.toMinutes()
            + " minutes, in a browser on this machine");
    server
        .firstToken()
        .ifPresent(
            token ->
                out.println("Token    " + token + "  (to sign in later; it is told this once)"));
    out.println();
    if (!noBrowser && around.terminal()) {
      Desktop.of(around.environment()).ifPresent(desktop -> desktop.open(link, project.folder()));
    }
  }

  private static List<TableResult> comparison(ProjectPipeline project, ShopServer shop)
      throws SQLException {
    try (Connection source = shop.connect();
        Connection target = SinkDatabases.find(project, "").connectBesideTheSink()) {
      return ShopComparison.compare(captured(project), source, target);
    }
  }

  /** The shop's tables that the user's pipeline file still asks for. */
  private static Set<String> captured(ProjectPipeline project) {
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
    RunError error = end.lastError();
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
    RunError error = result.end().lastError();
    if (result.end().state() == RunState.FAILED && error != null) {
      output.line(Style.BAD, "Failed: " + error.message());
    }
    return result.equal() ? ExitCode.OK : ExitCode.FAILED;
  }

  private List<String> footer(DemoFolder demo) {
    String command = around.environment().getOrDefault("SLUICE_COMMAND", "sluice");
    Path folder = around.directory().relativize(demo.path());
    return List.of(
        "pipeline files  " + folder + " (change them: it happens as you save)",
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
