package io.sluice.schema.json.compare;

import java.util.ArrayList;
import java.util.List;

/** What was found so far. For one thread. */
final class Findings {
  /** What people read; the rest follows from it as a rule. */
  private static final int MOST = 100;

  private final Policy policy;
  private final List<Finding> found = new ArrayList<>();

  Findings(Policy policy) {
    this.policy = policy;
  }

  void add(Kind kind, String path, String description) {
    if (!policy.forgives(kind)) {
      add(List.of(new Finding(kind, path, description)));
    }
  }

  /** Adds what was found, and not forgiven, further in. */
  void add(List<Finding> more) {
    for (Finding finding : more) {
      if (found.size() < MOST && !found.contains(finding)) {
        found.add(finding);
      }
    }
  }

  /** Adds what the policy would forgive elsewhere, but not here. */
  void addAlways(Kind kind, String path, String description) {
    add(List.of(new Finding(kind, path, description)));
  }

  void addBelow(String path, List<Finding> more) {
    more.forEach(finding -> add(List.of(finding.below(path))));
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  List<Finding> all() {
    return List.copyOf(found);
  }
}
