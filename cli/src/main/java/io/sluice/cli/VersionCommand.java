package io.sluice.cli;

import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Surroundings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice version}. */
@Command(
    name = "version",
    header = "Print the version of Sluice and of Java.",
    footerHeading = "%nExamples:%n",
    footer = {"  sluice version", "  sluice version -o json | jq -r .version"})
final class VersionCommand implements Callable<Integer> {
  private final Surroundings around;

  @Mixin private CommonOptions common = new CommonOptions();

  VersionCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    String packed = VersionCommand.class.getPackage().getImplementationVersion();
    String version = packed == null ? "development" : packed;
    Output output = common.output(around);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("version", version);
    document.put("java", System.getProperty("java.version"));
    document.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    output.document(document);
    output.line(
        "sluice "
            + version
            + " (Java "
            + System.getProperty("java.version")
            + ", "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch")
            + ")");
    return ExitCode.OK.number();
  }
}
