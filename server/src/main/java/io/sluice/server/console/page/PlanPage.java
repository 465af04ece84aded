package io.sluice.server.console.page;

import io.sluice.server.access.Permission;
import io.sluice.server.operate.FolderPlan;
import io.sluice.server.operate.FolderPlan.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the files would change.
 *
 * @param mayApply whether this visitor may do it, and there is anything to do
 * @param unchanged how many pipelines stay as they are
 */
public record PlanPage(
    Frame frame,
    String id,
    String summary,
    List<Change> changes,
    int unchanged,
    List<String> notices,
    boolean mayApply,
    Optional<Refused> refused,
    List<Copy> copies) {
  public PlanPage {
    changes = List.copyOf(changes);
    notices = List.copyOf(notices);
    copies = List.copyOf(copies);
  }

  /** What becomes of one pipeline. */
  public record Change(
      String pipeline, String file, Look look, List<DiffLine> lines, List<Trouble> problems) {
    public Change {
      lines = List.copyOf(lines);
      problems = List.copyOf(problems);
    }
  }

  /** How a kind of change is shown. */
  public record Look(String sign, String word, Tone tone) {
    static Look of(Kind kind) {
      return switch (kind) {
        case ADD -> new Look("+", "new", Tone.GOOD);
        case CHANGE -> new Look("~", "changed", Tone.BUSY);
        case REMOVE -> new Look("−", "removed", Tone.WARN);
        case UNCHANGED -> new Look("=", "unchanged", Tone.IDLE);
        case INVALID -> new Look("!", "invalid", Tone.BAD);
      };
    }
  }

  /**
   * A line of a unified diff.
   *
   * @param cssClass {@code add}, {@code del}, {@code at}, or empty for what stays
   */
  public record DiffLine(String cssClass, String text) {
    /** A line as it is written. */
    public static DiffLine of(String line) {
      if (line.startsWith("+++") || line.startsWith("---")) {
        return new DiffLine("file", line);
      }
      if (line.startsWith("@@")) {
        return new DiffLine("at", line);
      }
      return new DiffLine(line.startsWith("+") ? "add" : line.startsWith("-") ? "del" : "", line);
    }
  }

  /** For a visitor. */
  public static PlanPage of(Frame frame, FolderPlan plan, Optional<Refused> refused) {
    List<Change> changes =
        plan.changes().stream()
            .filter(one -> one.kind() != Kind.UNCHANGED)
            .map(PlanPage::change)
            .toList();
    boolean may =
        frame.visitor().filter(one -> one.identity().mayEverywhere(Permission.EDIT)).isPresent();
    return new PlanPage(
        frame,
        plan.id(),
        summary(plan),
        changes,
        plan.changes().size() - changes.size(),
        plan.notices(),
        may && !plan.isEmpty(),
        refused,
        List.of(
            new Copy("Command", "sluice plan"), new Copy("API call", Curl.get("/api/v1/plan"))));
  }

  private static Change change(FolderPlan.Change change) {
    return new Change(
        change.pipeline(),
        change.file().toString(),
        Look.of(change.kind()),
        change.difference().stream().map(DiffLine::of).toList(),
        change.problems().stream().map(Troubles::of).toList());
  }

  private static String summary(FolderPlan plan) {
    Map<Kind, Long> counts =
        plan.changes().stream()
            .collect(Collectors.groupingBy(FolderPlan.Change::kind, Collectors.counting()));
    String text =
        List.of(Kind.ADD, Kind.CHANGE, Kind.REMOVE, Kind.INVALID).stream()
            .filter(counts::containsKey)
            .map(kind -> counts.get(kind) + " " + Look.of(kind).word())
            .collect(Collectors.joining(", "));
    return text.isEmpty() ? "The files say what runs." : text;
  }
}
