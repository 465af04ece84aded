package io.sluice.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.live.LiveClient;
import io.sluice.cli.server.ServedPipeline;
import io.sluice.kafka.wait.Patience;
import io.sluice.project.ProjectPipeline;
import java.time.Duration;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice stop}. */
@Command(
    name = "stop",
    header = "Stop the pipeline that runs, wherever it runs.",
    description =
        "As Ctrl-C in its terminal: with a last checkpoint. Returns when the process has let go of"
            + " the pipeline, or after --wait seconds. What a server runs stays stopped, also after"
            + " the server's restart: until sluice start.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice stop shop.yaml",
      "  sluice stop shop.yaml --wait 300",
      "  sluice stop shop --reason PLAT-12    of the server that runs in this folder"
    })
public final class StopCommand extends AskRunningCommand {
  private static final Duration GLANCE = Duration.ofMillis(100);

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long to wait until it has ended. Default: ${DEFAULT-VALUE}.")
  private int waitSeconds = 60;

  public StopCommand(Surroundings around) {
    super(around);
  }

  @Override
  ExitCode ask(ServedPipeline served, String reason, Output output) throws InterruptedException {
    JsonNode status = ServedStatus.after(served, "stop", reason);
    Patience patience = patience();
    while (ServedStatus.isUnderWay(status) && patience.again()) {
      status = ServedStatus.of(served);
    }
    output.document(status);
    return told(!ServedStatus.isUnderWay(status), output);
  }

  @Override
  ExitCode ask(LiveClient running, ProjectPipeline project, Output output)
      throws InterruptedException {
    running.stop();
    boolean ended = ended(project, project.name());
    output.document(StatusDocument.of(project, onKafka -> OptionalLong.empty()));
    return told(ended, output);
  }

  private static ExitCode told(boolean ended, Output output) {
    output.line(ended ? "Stopped." : "Asked to stop; still at it: see sluice status.");
    return ended ? ExitCode.OK : ExitCode.FAILED;
  }

  private Patience patience() {
    return new Patience(Duration.ofSeconds(Math.max(1, waitSeconds)), GLANCE);
  }

  /** Whether the process let go of the pipeline in time. */
  private boolean ended(ProjectPipeline project, String name) throws InterruptedException {
    Patience patience = patience();
    while (project.state().holderOf(name).isPresent()) {
      if (!patience.again()) {
        return false;
      }
    }
    return true;
  }
}
