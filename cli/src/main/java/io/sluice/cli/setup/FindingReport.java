package io.sluice.cli.setup;

import io.sluice.cli.console.Output;
import io.sluice.cli.console.Style;
import io.sluice.project.inspect.Finding;
import java.util.List;

/** Findings for people: what was looked at, and below each that is not well, what to do. */
final class FindingReport {
  private FindingReport() {}

  static void print(List<Finding> findings, Output output) {
    for (Finding finding : findings) {
      String mark =
          switch (finding.level()) {
            case OK -> output.styled(Style.GOOD, "ok      ");
            case WARNING -> output.styled(Style.WARNING, "warning ");
            case PROBLEM -> output.styled(Style.BAD, "problem ");
          };
      output.line(mark + finding.check() + ": " + finding.message());
      finding.fixes().forEach(fix -> output.line("          " + fix));
    }
  }
}
