package io.sluice.cli.server;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Question;
import io.sluice.cli.console.Style;
import io.sluice.cli.console.Surroundings;
import io.sluice.project.Layout;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice apply}. */
@Command(
    name = "apply",
    header = "Have a server run what the files of its folder say.",
    description =
        "Shows what the files change of what the server runs, as sluice plan does, and makes it so:"
            + " pipelines are added, changed and stopped in order; those that did not change are"
            + " not touched, and a file that is wrong stops no other. What changes between the look"
            + " and the deed is refused. A server that watches its folder, as sluice up does by"
            + " default, needs no apply. Connectors on a Connect cluster are made by sluice"
            + " deploy.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice apply                         the server of this folder",
      "  sluice apply --yes --reason PLAT-12   pipelines that no file has any more are stopped",
      "  sluice apply --server https://sluice.example.com"
    })
public final class ApplyCommand implements Callable<Integer> {
  private final Surroundings around;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FOLDER",
      description = "The folder in which the server was started. Default: this folder.")
  private @Nullable Path folder;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "The state folder of that server. Default: .sluice in the folder.")
  private @Nullable Path state;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask before pipelines are stopped that no file has any more.")
  private boolean yes;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the audit log.")
  private String reason = "";

  @Mixin private ServerTarget target = new ServerTarget();
  @Mixin private CommonOptions common = new CommonOptions();

  public ApplyCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws IOException {
    Output output = common.output(around);
    Path project = folder == null ? around.directory() : around.resolve(folder);
    Path where = state == null ? project.resolve(Layout.STATE) : around.resolve(state);
    ServerClient server = target.get(around, where);
    ServerPlan plan = ServerPlan.of(server);
    plan.show(output);
    if (plan.isEmpty()) {
      output.document(plan.document());
      return plan.code().number();
    }
    List<String> removed = plan.removed();
    if (!yes
        && !removed.isEmpty()
        && !Question.confirm(
            around, "Stop " + String.join(", ", removed) + ", which no file has any more?")) {
      throw new CommandFailure(ExitCode.CONFLICT, "Nothing was changed.", null);
    }
    ServerPlan done =
        ServerPlan.applied(
            server.post(
                "/apply" + (reason.isBlank() ? "" : "?reason=" + encoded(reason)),
                Map.of("plan", plan.id())));
    output.line(Style.GOOD, "Applied. sluice status shows how they run.");
    output.document(done.document());
    return done.code().number();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
