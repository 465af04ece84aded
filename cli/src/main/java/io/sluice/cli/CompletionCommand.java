package io.sluice.cli;

import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Surroundings;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice completion}. */
@Command(
    name = "completion",
    header = "Print a completion script for bash or zsh.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(sluice completion bash)",
      "  sluice completion zsh > ~/.sluice-completion && echo 'source ~/.sluice-completion' >>"
          + " ~/.zshrc"
    })
final class CompletionCommand implements Callable<Integer> {
  /** The shells that there is a script for. */
  enum Shell {
    bash,
    zsh
  }

  private final Surroundings around;

  @Parameters(index = "0", paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
  private Shell shell = Shell.bash;

  @Mixin private CommonOptions common = new CommonOptions();

  CompletionCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    CommandLine all = Main.everyCommand(around);
    // One script does for both: it turns on bash completion in zsh by itself.
    String script = AutoComplete.bash("sluice", all);
    if (common.json()) {
      common.output(around).document(Map.of("shell", shell.name(), "script", script));
    } else {
      around.out().print(script);
    }
    return ExitCode.OK.number();
  }
}
