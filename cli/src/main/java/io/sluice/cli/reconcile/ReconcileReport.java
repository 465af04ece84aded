package io.sluice.cli.reconcile;

import io.sluice.cli.compare.Difference;
import io.sluice.cli.compare.TableOutcome;
import io.sluice.cli.compare.form.ComparedColumn;
import io.sluice.cli.compare.form.ComparedTable;
import io.sluice.cli.compare.side.Key;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Style;
import io.sluice.cli.console.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a reconciliation found, for people and for programs. */
final class ReconcileReport {
  private final String pipeline;
  private final boolean showKeys;
  private final int shown;
  private final KeyDigests digests = new KeyDigests();

  /**
   * @param showKeys whether keys are told, which are values of rows
   * @param shown differences of a table that people are shown
   */
  ReconcileReport(String pipeline, boolean showKeys, int shown) {
    this.pipeline = pipeline;
    this.showKeys = showKeys;
    this.shown = shown;
  }

  Map<String, Object> document(List<Reconciliation> found) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("pipeline", pipeline);
    document.put("equal", found.stream().allMatch(Reconciliation::equal));
    document.put("not_compared", skipped(found));
    document.put("tables", found.stream().map(this::document).toList());
    return document;
  }

  private Map<String, Object> document(Reconciliation found) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("sink", found.sink());
    document.put("table", found.pair().name());
    document.put("equal", found.equal());
    TableOutcome outcome = found.outcome();
    ComparedTable table = found.pair().compared();
    if (outcome == null || table == null) {
      document.put(found.skipped() ? "not_compared" : "no_table", found.pair().obstacle());
      document.put("source_rows_without_table", found.pair().rowsWithoutTable());
      return document;
    }
    document.put("target", table.target());
    document.put("source_rows", outcome.sourceRows());
    document.put("target_rows", outcome.targetRows());
    for (Difference.Kind kind : Difference.Kind.values()) {
      document.put(name(kind), outcome.count(kind));
    }
    document.put("undecided", outcome.undecided().size());
    document.put("repaired", found.repaired());
    document.put("complete", outcome.complete());
    document.put("at_one_position", outcome.atPosition());
    document.put("left_out", found.pair().leftOut());
    document.put(
        "differences",
        outcome.differences().stream().map(d -> row(name(d.kind()), d.key(), table)).toList());
    document.put(
        "undecided_rows",
        outcome.undecided().stream().map(key -> row("undecided", key, table)).toList());
    return document;
  }

  private Map<String, Object> row(String kind, Key key, ComparedTable table) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("kind", kind);
    row.put("key_hash", digests.of(key));
    if (showKeys) {
      row.put("key", keyOf(key, table));
    }
    return row;
  }

  private static Map<String, String> keyOf(Key key, ComparedTable table) {
    Map<String, String> named = new LinkedHashMap<>();
    List<ComparedColumn> columns = table.key();
    for (int i = 0; i < columns.size(); i++) {
      named.put(columns.get(i).name(), key.texts().get(i));
    }
    return named;
  }

  private static String name(Difference.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  void print(List<Reconciliation> found, Output output) {
    TextTable summary =
        TextTable.uncut(
            List.of(
                "sink",
                "table",
                "source rows",
                "target rows",
                "missing",
                "extra",
                "different",
                "duplicate",
                "undecided",
                "result"));
    found.forEach(each -> summary.row(cells(each)));
    summary.lines().forEach(output::line);
    for (Reconciliation each : found) {
      remarks(each, output);
    }
    output.line("");
    boolean equal = found.stream().allMatch(Reconciliation::equal);
    output.line(equal ? Style.GOOD : Style.BAD, conclusion(found));
  }

  /** One line that can be read alone: it never says equal of what was not looked at. */
  private static String conclusion(List<Reconciliation> found) {
    long skipped = skipped(found);
    boolean differs = found.stream().anyMatch(each -> !each.skipped() && !each.equal());
    String what;
    if (differs) {
      what = "There are differences.";
    } else if (skipped == found.size()) {
      return "Nothing could be compared: see above why.";
    } else {
      what = skipped > 0 ? "What was compared is equal." : "Equal, as far as it was compared.";
    }
    return skipped == 0
        ? what
        : what
            + " Not compared: "
            + skipped
            + " of "
            + found.size()
            + " tables, see above why; --exclude-table leaves a table out.";
  }

  private static long skipped(List<Reconciliation> found) {
    return found.stream().filter(Reconciliation::skipped).count();
  }

  private static String result(Reconciliation withoutOutcome) {
    if (withoutOutcome.skipped()) {
      return "NOT COMPARED";
    }
    return withoutOutcome.equal() ? "equal (no rows)" : "DIFFERS (no table)";
  }

  private static List<String> cells(Reconciliation found) {
    TableOutcome outcome = found.outcome();
    if (outcome == null) {
      String rows = found.pair().rowsWithoutTable() > 0 ? "" + found.pair().rowsWithoutTable() : "";
      return List.of(
          found.sink(), found.pair().name(), rows, "", "", "", "", "", "", result(found));
    }
    String result = outcome.equal() ? "equal" : "DIFFERS";
    if (!outcome.complete()) {
      result += " (at least)";
    } else if (found.repaired() > 0) {
      result += " (" + found.repaired() + " repaired)";
    }
    List<String> cells =
        new ArrayList<>(
            List.of(
                found.sink(),
                found.pair().name(),
                "" + outcome.sourceRows(),
                "" + outcome.targetRows()));
    for (Difference.Kind kind : Difference.Kind.values()) {
      cells.add("" + outcome.count(kind));
    }
    cells.add("" + outcome.undecided().size());
    cells.add(result);
    return cells;
  }

  private void remarks(Reconciliation found, Output output) {
    String about = found.sink() + ", " + found.pair().name();
    TableOutcome outcome = found.outcome();
    ComparedTable table = found.pair().compared();
    if (outcome == null || table == null) {
      output.line(
          about + ": " + (found.skipped() ? "not compared, " : "") + found.pair().obstacle());
      return;
    }
    found
        .pair()
        .leftOut()
        .forEach(
            (column, reason) -> output.line(about + ": column " + column + " left out, " + reason));
    if (outcome.equal() && outcome.sourceRows() != outcome.targetRows()) {
      output.line(
          about
              + (found.repaired() > 0
                  ? ": the rows were counted before the repair"
                  : ": the rows were counted at two moments, between which some came or went"));
    }
    if (!outcome.atPosition() && !outcome.equal()) {
      output.line(
          about + ": the copy did not come to the source's position: changes on their way count");
    }
    outcome.differences().stream()
        .limit(shown)
        .forEach(
            difference ->
                output.line(
                    about
                        + ": "
                        + name(difference.kind())
                        + " "
                        + digests.of(difference.key())
                        + (showKeys ? " " + keyOf(difference.key(), table) : "")));
    int more = outcome.differences().size() - shown;
    if (more > 0) {
      output.line(about + ": and " + more + " more, with -o json");
    }
  }
}
