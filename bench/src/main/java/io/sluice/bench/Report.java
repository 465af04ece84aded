package io.sluice.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.bench.harness.Result;
import io.sluice.bench.harness.Result.Bar;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The results as a table for people and as one JSON object for machines. */
final class Report {

  private final ObjectMapper json = new ObjectMapper();

  /** Name of the measurement to what was found, replacing the file. */
  void write(List<Result> results, Path file) throws IOException {
    ObjectNode all = json.createObjectNode();
    for (Result result : results) {
      all.set(result.name(), object(result));
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    json.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), all);
  }

  private ObjectNode object(Result result) {
    ObjectNode node = json.createObjectNode();
    node.put("value", rounded(result.value()));
    node.put("unit", result.unit());
    node.put("against", result.against());
    node.put("againstValue", result.againstValue() == null ? null : rounded(result.againstValue()));
    node.put("ratio", result.ratio() == null ? null : rounded(result.ratio()));
    boolean judged = result.bar().of() != Bar.Of.NOTHING;
    node.put("floor", judged ? result.bar().floor() : null);
    node.put("aim", judged ? result.bar().aim() : null);
    node.put("barOn", result.bar().of().name().toLowerCase(Locale.ROOT));
    node.put("better", result.bar().higherIsBetter() ? "higher" : "lower");
    node.put("reached", result.verdict().name().toLowerCase(Locale.ROOT));
    node.put("median", rounded(result.value()));
    node.put("min", rounded(result.min()));
    node.put("max", rounded(result.max()));
    ArrayNode runs = node.putArray("runs");
    result.runs().forEach(run -> runs.add(rounded(run)));
    node.put("note", result.note());
    return node;
  }

  /** Four significant digits: more would claim what no run repeats. */
  private static double rounded(double value) {
    if (value == 0 || Double.isNaN(value) || Double.isInfinite(value)) {
      return value;
    }
    return new java.math.BigDecimal(value).round(new java.math.MathContext(4)).doubleValue();
  }

  /** A table as wide as its content, notes below it. */
  void print(List<Result> results, PrintStream out) {
    List<String[]> lines = new ArrayList<>();
    lines.add(
        new String[] {
          "measurement",
          "value",
          "unit",
          "min..max",
          "held against",
          "its value",
          "ratio",
          "floor",
          "aim",
          "reached"
        });
    for (Result result : results) {
      lines.add(
          new String[] {
            result.name(),
            number(result.value()),
            result.unit(),
            number(result.min()) + ".." + number(result.max()),
            result.against(),
            result.againstValue() == null ? "" : number(result.againstValue()),
            result.ratio() == null ? "" : ratio(result.ratio()),
            bound(result.bar(), result.bar().floor()),
            bound(result.bar(), result.bar().aim()),
            result.verdict() == Result.Verdict.UNJUDGED
                ? ""
                : result.verdict().name().toLowerCase(Locale.ROOT)
          });
    }
    int[] widths = new int[lines.get(0).length];
    for (String[] line : lines) {
      for (int i = 0; i < line.length; i++) {
        widths[i] = Math.max(widths[i], line[i].length());
      }
    }
    for (String[] line : lines) {
      StringBuilder text = new StringBuilder("|");
      for (int i = 0; i < line.length; i++) {
        text.append(' ')
            .append(line[i])
            .append(" ".repeat(widths[i] - line[i].length()))
            .append(" |");
      }
      out.println(text);
      if (line == lines.get(0)) {
        StringBuilder rule = new StringBuilder("|");
        for (int width : widths) {
          rule.append("-".repeat(width + 2)).append('|');
        }
        out.println(rule);
      }
    }
    out.println();
    results.forEach(result -> out.println(result.name() + ": " + result.note()));
  }

  private static String bound(Bar bar, double value) {
    return switch (bar.of()) {
      case RATIO -> ratio(value);
      case VALUE -> number(value);
      case NOTHING -> "";
    };
  }

  private static String ratio(double value) {
    return String.format(Locale.ROOT, "%.2fx", value);
  }

  private static String number(double value) {
    if (value >= 10_000_000) {
      return String.format(Locale.ROOT, "%.1fM", value / 1e6);
    }
    if (value >= 1_000_000) {
      return String.format(Locale.ROOT, "%.2fM", value / 1e6);
    }
    if (value >= 10_000) {
      return String.format(Locale.ROOT, "%.0fk", value / 1e3);
    }
    return String.format(Locale.ROOT, value >= 100 ? "%.0f" : "%.2f", value);
  }
}
