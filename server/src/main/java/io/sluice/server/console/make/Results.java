package io.sluice.server.console.make;

import io.sluice.pipeline.Problem;
import io.sluice.project.draft.Preview;
import io.sluice.project.draft.TestOutcome;
import java.util.List;
import java.util.Optional;

/**
 * What came of what was asked of a filled form.
 *
 * @param problems of the file that it would be
 * @param text of that file; empty if it was not asked for
 */
public record Results(
    List<Problem> problems,
    Optional<TestOutcome> test,
    Optional<Preview> preview,
    Optional<String> text) {
  /** Nothing was asked yet. */
  public static final Results NONE = of(List.of());

  public Results {
    problems = List.copyOf(problems);
  }

  /** It is not right as it is. */
  public static Results of(List<Problem> problems) {
    return new Results(problems, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Its servers were asked. */
  public static Results of(TestOutcome test) {
    return new Results(test.problems(), Optional.of(test), Optional.empty(), Optional.empty());
  }

  /** First rows were looked at. */
  public static Results of(Preview preview) {
    return new Results(List.of(), Optional.empty(), Optional.of(preview), Optional.empty());
  }

  /** The file was shown. */
  public static Results of(String text, List<Problem> problems) {
    return new Results(problems, Optional.empty(), Optional.empty(), Optional.of(text));
  }
}
