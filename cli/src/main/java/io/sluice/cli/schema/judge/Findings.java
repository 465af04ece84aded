package io.sluice.cli.schema.judge;

import io.sluice.cli.console.Output;
import io.sluice.cli.console.Style;
import io.sluice.project.text.Figures;
import io.sluice.schema.compatibility.Verdict.Conflict;
import io.sluice.schema.compatibility.Verdict.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Findings as they are shown. */
public final class Findings {
  private final Output output;

  public Findings(Output output) {
    this.output = output;
  }

  /** A line for each file, and below it what speaks against it; then a sum. */
  public void print(List<Finding> findings) {
    for (Finding finding : findings) {
      boolean good = finding.isGood();
      output.line(
          output.styled(good ? Style.GOOD : Style.BAD, good ? "ok   " : "FAIL ")
              + finding.file().name()
              + "  "
              + finding.file().subject()
              + ": "
              + said(finding));
      finding.verdict().trouble().ifPresent(why -> output.line("       " + why));
      for (Conflict conflict : finding.verdict().conflicts()) {
        output.line("       " + sentence(conflict));
      }
    }
    long bad = findings.stream().filter(each -> !each.isGood()).count();
    output.line("");
    output.line(
        bad == 0
            ? Figures.count(findings.size()) + " checked, all can be registered."
            : Figures.count(findings.size())
                + " checked, "
                + Figures.count(bad)
                + " cannot be registered.");
  }

  /** For programs. */
  public static List<Map<String, Object>> documents(List<Finding> findings) {
    return findings.stream().map(Findings::document).toList();
  }

  private static String said(Finding finding) {
    return switch (finding.verdict().status()) {
      case NEW -> "new";
      case REGISTERED -> "is version " + finding.verdict().version().orElse(0) + " already";
      case COMPATIBLE -> "compatible (" + finding.verdict().level().orElse("") + ")";
      case INCOMPATIBLE -> "not compatible (" + finding.verdict().level().orElse("") + ")";
      case INVALID -> "cannot be judged";
    };
  }

  /** One reason, with who breaks. */
  private static String sentence(Conflict conflict) {
    String where = conflict.incompatibility().path();
    return (where.isEmpty() ? "" : where + ": ")
        + conflict.incompatibility().description()
        + " ("
        + conflict.incompatibility().kind()
        + "; "
        + breaks(conflict)
        + ")";
  }

  private static String breaks(Conflict conflict) {
    return conflict.reader() == Reader.OF_THE_NEW
        ? "who reads with this schema cannot read data of version " + conflict.version()
        : "who reads with version " + conflict.version() + " cannot read data of this schema";
  }

  private static Map<String, Object> document(Finding finding) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("file", finding.file().name());
    document.put("subject", finding.file().subject());
    document.put("type", finding.file().type().name());
    document.put("status", finding.verdict().status().name().toLowerCase(Locale.ROOT));
    finding.verdict().level().ifPresent(level -> document.put("level", level));
    finding.verdict().version().ifPresent(version -> document.put("version", version));
    finding.verdict().trouble().ifPresent(why -> document.put("error", why));
    List<Map<String, Object>> conflicts = new ArrayList<>();
    for (Conflict conflict : finding.verdict().conflicts()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("version", conflict.version());
      one.put("breaks", conflict.reader() == Reader.OF_THE_NEW ? "new_readers" : "old_readers");
      one.put("kind", conflict.incompatibility().kind());
      one.put("path", conflict.incompatibility().path());
      one.put("description", conflict.incompatibility().description());
      conflicts.add(one);
    }
    if (!conflicts.isEmpty()) {
      document.put("conflicts", conflicts);
    }
    return document;
  }
}
