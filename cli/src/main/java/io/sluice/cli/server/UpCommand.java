package io.sluice.cli.server;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Style;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.live.StopSignals;
import io.sluice.cli.project.ProjectOptions;
import io.sluice.pipeline.server.ServerSpec;
import io.sluice.project.Project;
import io.sluice.project.text.Figures;
import io.sluice.server.SluiceServer;
import io.sluice.server.view.Lead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice up}. */
@Command(
    name = "up",
    header = "Run all pipelines of a folder, with an API and a console.",
    description = {
      "Keeps every pipeline of the folder running as its file says and as somebody wants it:"
          + " started, paused, stopped. Files that change are applied by themselves, without"
          + " touching what did not change; a file with errors changes nothing of what runs.",
      "It listens on this machine alone, unless sluice.yaml or --host says more. The first start"
          + " makes an administrator's token and prints it once.",
      "Ctrl-C ends all pipelines in order. The log is in .sluice/logs/server.log, an object of JSON"
          + " a line."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice up                       the pipelines of this folder, http://127.0.0.1:8080",
      "  sluice up pipelines --port 9000",
      "  sluice up --no-watch            files are applied by: sluice apply"
    })
public final class UpCommand implements Callable<Integer> {
  private static final int HIGHEST_PORT = 65_535;

  private final Surroundings around;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FOLDER",
      description = "The folder with the pipeline files. Default: this folder.")
  private @Nullable Path folder;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The port; 0 takes a free one. Default: what sluice.yaml says, or 8080.")
  private @Nullable Integer port;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description =
          "Where to listen: a name or an address of this machine, 0.0.0.0 for all. Default: what"
              + " sluice.yaml says, or 127.0.0.1.")
  private @Nullable String host;

  @Option(
      names = "--no-watch",
      description = "Apply files when somebody says so, and not as they change.")
  private boolean noWatch;

  @Mixin private ProjectOptions options = new ProjectOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public UpCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    long began = System.nanoTime();
    Output output = common.output(around);
    Path home = folder == null ? around.directory() : around.resolve(folder);
    if (!Files.isDirectory(home)) {
      throw new CommandFailure(ExitCode.NOT_FOUND, home + ": no such folder", null);
    }
    CountDownLatch stop = new CountDownLatch(1);
    try (Project project = options.project(around, home);
        StopSignals signals = StopSignals.handle(stop::countDown);
        ServerSession session =
            ServerSession.start(
                around, project, asked(project.settings().server()), !noWatch, common.debug())) {
      tell(session.server(), project, output, began);
      stop.await();
      output.line("Stopping: pipelines end in order. Ctrl-C again ends at once.");
    }
    return ExitCode.OK.number();
  }

  /** What the file says, but for what the command line says otherwise. */
  private ServerSpec asked(ServerSpec said) {
    int where = port == null ? said.port() : port;
    if (where < 0 || where > HIGHEST_PORT) {
      throw new CommandFailure(
          ExitCode.USAGE, "--port: expected 0 to " + HIGHEST_PORT + " but found " + where, null);
    }
    return said.at(host == null ? said.host() : host, where);
  }

  private void tell(SluiceServer server, Project project, Output output, long began) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("server", server.url().toString());
    document.put("folder", project.folder().toString());
    document.put("log", project.stateFolder().resolve("logs/server.log").toString());
    output.line("Server  " + server.url());
    output.line("Folder  " + project.folder());
    Lead lead = server.lead();
    document.put("leads", lead.leads());
    if (!lead.leads()) {
      output.line(Style.WARNING, lead.notice());
    }
    // A secret that is meant to be seen, this once: past the redaction of logs, which keep none.
    server
        .firstToken()
        .ifPresent(
            token -> {
              document.put("token", token);
              output.line("");
              output.line(Style.STRONG, "Token   " + token);
              output.line("An administrator's, told this once: sign in with it, and keep it well.");
              output.line("");
            });
    output.line(
        Style.FAINT,
        "Ready after "
            + Figures.time(Duration.ofNanos(System.nanoTime() - began))
            + ". Ctrl-C stops.");
    output.document(document);
  }
}
