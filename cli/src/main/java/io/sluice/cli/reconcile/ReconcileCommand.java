package io.sluice.cli.reconcile;

import io.sluice.cli.compare.Limits;
import io.sluice.cli.compare.Pause;
import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.project.ProjectOptions;
import io.sluice.cli.server.ServerTarget;
import io.sluice.project.ProjectPipeline;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice reconcile}. */
@Command(
    name = "reconcile",
    header = "Compare the copies with their source, row by row if need be, and repair them.",
    description = {
      "Each database counts and hashes its own rows, range by range of the key; where a range"
          + " differs, the rows that do are found. While the pipeline runs and rows change, a row"
          + " counts as different only if it is so at one position: when the copy has all that the"
          + " source had. Without a running pipeline, changes that it has not taken yet count.",
      "Rows are told by a hash of their key, another one in each run; values are never shown, keys"
          + " with --show-keys only. Columns that the pipeline masks or leaves out, and types"
          + " without a common text, are not compared and named. Changes nothing without --repair.",
      "Exit code 0: every table is equal in the columns that were compared. 1: there are"
          + " differences, or rows that changed too often to be compared, or a table that could"
          + " not be compared, such as one without a key; --exclude-table leaves it out."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice reconcile shop.yaml",
      "  sluice reconcile shop.yaml --table public.orders --show-keys",
      "  sluice reconcile shop.yaml --repair",
      "  sluice reconcile shop.yaml -o json | jq .equal"
    })
public final class ReconcileCommand implements Callable<Integer> {
  private static final int SHOWN = 20;

  private final Surroundings around;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PIPELINE",
      description =
          "The pipeline file. Default: the one that runs, or the only one in this folder.")
  private @Nullable Path file;

  @Option(
      names = "--table",
      paramLabel = "NAME",
      description = "Only this schema.table of the source; may be repeated. Default: all.")
  private List<String> tables = List.of();

  @Option(
      names = "--exclude-table",
      paramLabel = "NAME",
      description = "All but this schema.table of the source; may be repeated.")
  private List<String> excluded = List.of();

  @Option(
      names = "--resume",
      description =
          "Go on where an interrupted comparison of this pipeline came to; what it has compared"
              + " is not compared again.")
  private boolean resume;

  @Option(
      names = "--sink",
      paramLabel = "NAME",
      defaultValue = "",
      description = "Only this sink. Default: every table sink of the pipeline.")
  private String sink = "";

  @Option(
      names = "--show-keys",
      description = "Print the keys of rows that differ: they are values of your rows.")
  private boolean showKeys;

  @Option(
      names = "--repair",
      description =
          "Have the running pipeline read missing and different rows again, and delete rows that"
              + " the source does not have, after a question.")
  private boolean repair;

  @Option(names = "--yes", description = "Do not ask before rows are deleted.")
  private boolean yes;

  @Option(
      names = "--limit",
      paramLabel = "ROWS",
      defaultValue = "10000",
      description =
          "Differences of a table after which no more are looked for. Default: ${DEFAULT-VALUE}.")
  private int limit = 10_000;

  @Option(
      names = "--range",
      paramLabel = "ROWS",
      defaultValue = "100000",
      description =
          "Rows that one query hashes, where the key has ranges. Default:" + " ${DEFAULT-VALUE}.")
  private long range = 100_000;

  @Option(
      names = "--rate",
      paramLabel = "ROWS",
      defaultValue = "0",
      description = "Rows a second on either side at most. Default: as fast as it goes.")
  private long rate;

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description =
          "How long to wait for the copy to come to a position. Default: ${DEFAULT-VALUE}.")
  private long patience = 60;

  @Mixin private ProjectOptions options = new ProjectOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public ReconcileCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws SQLException, IOException, InterruptedException {
    if (limit < 1 || range < 1 || rate < 0 || patience < 0) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--limit, --range: expected 1 or more; --rate, --patience: 0 or more",
          null);
    }
    Output output = common.output(around);
    ServerTarget.tellIgnored(around, "reconcile");
    try (ProjectPipeline project = options.open(around, file)) {
      Limits limits = new Limits(range, rate, limit, Duration.ofSeconds(patience));
      Reconciler reconciler =
          new Reconciler(project, limits, Pause.MACHINE, text -> note(output, text), question());
      Reconciler.Choice choice = new Reconciler.Choice(tables, excluded, sink);
      List<Reconciliation> found = run(reconciler, choice, output);
      ReconcileReport report = new ReconcileReport(project.pipeline().name(), showKeys, SHOWN);
      output.document(report.document(found));
      report.print(found, output);
      boolean equal = found.stream().allMatch(Reconciliation::equal);
      return (equal ? ExitCode.OK : ExitCode.FAILED).number();
    }
  }

  private List<Reconciliation> run(Reconciler reconciler, Reconciler.Choice choice, Output output)
      throws SQLException, IOException, InterruptedException {
    Thread interrupted =
        new Thread(() -> note(output, "Interrupted: --resume goes on where it came to."));
    Runtime.getRuntime().addShutdownHook(interrupted);
    try {
      return reconciler.run(choice, repair, resume);
    } finally {
      forget(interrupted);
    }
  }

  private static void forget(Thread interrupted) {
    try {
      Runtime.getRuntime().removeShutdownHook(interrupted);
    } catch (IllegalStateException e) {
      // The process ends: that is what it tells.
    }
  }

  private Repair.Question question() {
    return text -> yes || io.sluice.cli.console.Question.confirm(around, text);
  }

  /** Progress is for people who wait. */
  private void note(Output output, String text) {
    if (around.terminal() || !output.json()) {
      output.note(text);
    }
  }
}
