package io.sluice.server.console.page;

import io.sluice.pipeline.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The file of a pipeline.
 *
 * @param readable whether its text can be shown: not if it is no YAML, and may have secrets
 *     anywhere
 * @param lines of the file as it is now; without secrets
 */
public record SettingsPage(Frame frame, PipelineHead head, boolean readable, List<Line> lines) {
  public SettingsPage {
    lines = List.copyOf(lines);
  }

  /**
   * One line.
   *
   * @param number from one
   */
  public record Line(int number, String text, List<Problem> problems) {
    public Line {
      problems = List.copyOf(problems);
    }

    /** Whether nothing but a comment is in it. */
    public boolean isComment() {
      return text.stripLeading().startsWith("#");
    }
  }

  /**
   * Of a file's text.
   *
   * @param text without secrets; empty if it cannot be told what in it is one
   */
  public static SettingsPage of(Frame frame, Reading reading, Optional<String> text) {
    List<Line> lines = new ArrayList<>();
    for (String line : text.orElse("").lines().toList()) {
      int number = lines.size() + 1;
      lines.add(
          new Line(
              number,
              line,
              reading.pipeline().problems().stream()
                  .filter(one -> one.place().line() == number)
                  .toList()));
    }
    PipelineHead head = PipelineHead.of(frame, reading, Tab.SETTINGS);
    return new SettingsPage(
        frame,
        text.map(yaml -> head.with(new Copy("YAML", yaml))).orElse(head),
        text.isPresent(),
        lines);
  }
}
