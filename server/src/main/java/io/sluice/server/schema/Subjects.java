package io.sluice.server.schema;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * Some subjects of a registry.
 *
 * @param registry which it is, in words for people
 * @param total how many fit what is looked for
 * @param all how many the registry has
 * @param lines by name
 * @param next the name behind which the next ones begin; empty at the end
 */
public record Subjects(
    String registry, int total, int all, List<Line> lines, Optional<String> next) {
  public Subjects {
    requireNonNull(registry, "registry is null");
    lines = List.copyOf(lines);
    requireNonNull(next, "next is null");
  }

  /**
   * One subject.
   *
   * @param facts empty where the registry did not tell in time
   */
  public record Line(String subject, Optional<SubjectFacts> facts, List<SubjectUser> users) {
    public Line {
      requireNonNull(subject, "subject is null");
      requireNonNull(facts, "facts is null");
      users = List.copyOf(users);
    }
  }
}
