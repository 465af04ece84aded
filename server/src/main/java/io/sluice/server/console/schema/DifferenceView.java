package io.sluice.server.console.schema;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import io.sluice.project.schema.catalog.Entry;
import io.sluice.project.schema.diff.Change;
import io.sluice.schema.Incompatibility;
import io.sluice.server.console.page.PlanPage.DiffLine;
import io.sluice.server.console.page.Tone;
import io.sluice.server.schema.Difference;
import java.util.List;

/**
 * What differs between two versions: what it means, and the texts.
 *
 * @param changes what the second says otherwise
 * @param readers who can read what: the new ones first
 * @param lines of the texts, as a unified diff; empty where they are the same
 */
public record DifferenceView(
    int from, int to, List<Said> changes, List<Readers> readers, List<DiffLine> lines) {
  private static final int CONTEXT = 4;

  public DifferenceView {
    changes = List.copyOf(changes);
    readers = List.copyOf(readers);
    lines = List.copyOf(lines);
  }

  /** One thing that is said otherwise. */
  public record Said(
      String sign, Tone tone, String kind, String path, String before, String after) {
    static Said of(Change change) {
      String kind = change.kind();
      return new Said(
          switch (kind) {
            case "added" -> "+";
            case "removed" -> "−";
            default -> "~";
          },
          switch (kind) {
            case "added" -> Tone.GOOD;
            case "removed" -> Tone.BAD;
            default -> Tone.BUSY;
          },
          kind,
          change.path(),
          change.before().orElse(""),
          change.after().orElse(""));
    }
  }

  /**
   * Who can read what.
   *
   * @param direction by the names of levels: backward, forward
   * @param reasons why not; empty if they can
   */
  public record Readers(String direction, String sentence, List<Incompatibility> reasons) {
    public Readers {
      reasons = List.copyOf(reasons);
    }

    /** Whether they can. */
    public boolean can() {
      return reasons.isEmpty();
    }

    /** How that is shown. */
    public Tone tone() {
      return can() ? Tone.GOOD : Tone.BAD;
    }
  }

  static DifferenceView of(Difference difference) {
    int from = difference.first().version();
    int to = difference.second().version();
    return new DifferenceView(
        from,
        to,
        difference.meaning().changes().stream().map(Said::of).toList(),
        List.of(
            readers("backward", to, from, difference.meaning().newReaders()),
            readers("forward", from, to, difference.meaning().oldReaders())),
        lines(difference.first(), difference.second()));
  }

  private static Readers readers(
      String direction, int reader, int writer, List<Incompatibility> reasons) {
    return new Readers(
        direction,
        "Who reads with version "
            + reader
            + (reasons.isEmpty() ? " can" : " cannot")
            + " read data of version "
            + writer,
        reasons);
  }

  private static List<DiffLine> lines(Entry first, Entry second) {
    List<String> before = first.readable().lines().toList();
    List<String> after = second.readable().lines().toList();
    return UnifiedDiffUtils.generateUnifiedDiff(
            "version " + first.version(),
            "version " + second.version(),
            before,
            DiffUtils.diff(before, after),
            CONTEXT)
        .stream()
        .map(DiffLine::of)
        .toList();
  }
}
