package io.sluice.server.folder;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import io.sluice.pipeline.yaml.ShownText;
import java.util.List;
import java.util.function.UnaryOperator;

/** What differs between two versions of a file, as people read it: a unified diff. */
final class Differences {
  private static final int CONTEXT = 3;
  private static final String NOTHING = "/dev/null";

  private final UnaryOperator<String> redaction;

  /**
   * @param redaction takes secrets out of texts (invariant 9)
   */
  Differences(UnaryOperator<String> redaction) {
    this.redaction = redaction;
  }

  List<String> added(Definition wanted) {
    return diff(NOTHING, wanted.file().toString(), List.of(), lines(wanted.text()));
  }

  List<String> removed(Applied before) {
    return before
        .text()
        .map(text -> diff(before.file().toString(), NOTHING, lines(text), List.of()))
        .orElseGet(Differences::notKept);
  }

  List<String> between(Applied before, Definition wanted) {
    if (before.text().isEmpty()) {
      return notKept();
    }
    List<String> found =
        diff(
            before.file().toString(),
            wanted.file().toString(),
            lines(before.text().get()),
            lines(wanted.text()));
    if (!found.isEmpty()) {
      return found;
    }
    return List.of(
        before.version().equals(wanted.version())
            ? "The same text in another folder: " + before.file() + ", now " + wanted.file()
            : "The texts differ in a secret only.");
  }

  private List<String> lines(String text) {
    // The whole text at once: a secret may have several lines. What cannot be read as YAML may
    // have one anywhere; it is no pipeline that could run.
    return ShownText.of(text, redaction).orElse("").lines().toList();
  }

  private static List<String> notKept() {
    return List.of(
        "The version that was applied is not kept, since a secret is written out in its file.");
  }

  private static List<String> diff(
      String nameBefore, String nameAfter, List<String> before, List<String> after) {
    return UnifiedDiffUtils.generateUnifiedDiff(
        nameBefore, nameAfter, before, DiffUtils.diff(before, after), CONTEXT);
  }
}
