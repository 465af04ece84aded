package io.sluice.project.draft;

import io.sluice.pipeline.Problem;
import io.sluice.project.inspect.Finding;
import java.util.List;
import java.util.Map;

/**
 * What came of asking the servers of a pipeline.
 *
 * @param source what was looked at in the source's database
 * @param problems all of the file, with what its connectors said after they had looked at their
 *     servers, in the file's order; free of secrets
 * @param tables that the source has; empty where nobody can list them
 * @param recommended what connectors recommend for settings, by {@code source.KEY} and {@code
 *     sink.KEY}
 */
public record TestOutcome(
    List<Finding> source,
    List<Problem> problems,
    List<PickTable> tables,
    Map<String, List<String>> recommended) {
  public TestOutcome {
    source = List.copyOf(source);
    problems = List.copyOf(problems);
    tables = List.copyOf(tables);
    recommended = Map.copyOf(recommended);
  }

  /** Whether nothing stands in the way. */
  public boolean isGood() {
    return problems.stream().noneMatch(Problem::isError)
        && source.stream().noneMatch(finding -> finding.level() == Finding.Level.PROBLEM);
  }
}
