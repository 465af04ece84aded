package io.sluice.schema.json.compare;

import io.sluice.schema.Incompatibility;
import io.sluice.schema.json.known.Budget;
import io.sluice.schema.json.known.Known;
import io.sluice.schema.json.known.Possibility;
import io.sluice.schema.json.known.Reasoning;
import io.sluice.schema.json.model.SchemaNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds why a reader cannot read what a writer writes: a keyword of the reader's that does not
 * follow from what is known of the writer's instances. Each question is answered once; one that is
 * met again on the way to its own answer is taken to be answered well, which is right where all
 * else is (schemas describe finite values). For one comparison, in one thread.
 */
public final class Comparison {
  private final Reasoning reasoning;
  private final Possibility possibility;
  private final Cases cases = new Cases(this);
  private final List<Check> checks =
      List.of(
          new ValueCheck(),
          new NumberCheck(),
          new StringCheck(),
          new ObjectCheck(this),
          new RequiredCheck(this),
          new DependencyCheck(this),
          new ArrayCheck(this),
          new ContainsCheck(this),
          new CombinedCheck(this),
          new NegationCheck(this),
          new ConditionCheck(this));

  private final Map<Question, List<Finding>> answered = new HashMap<>();

  /** Answered well as long as the question at this depth is. */
  private final Map<Question, Integer> provisional = new HashMap<>();

  private final Map<Question, Integer> open = new HashMap<>();
  private final List<Question> provisionalInOrder = new ArrayList<>();

  /** The outermost open question that an answer has relied on. */
  private int reliedOn = Integer.MAX_VALUE;

  private Comparison(int steps) {
    reasoning = new Reasoning(new Budget(steps));
    possibility = new Possibility(reasoning.budget());
  }

  /** One thing that is asked of instances. */
  interface Check {
    void check(Question question, Findings findings);
  }

  /**
   * Why somebody who has the one schema cannot read what is valid for the other; empty if they can.
   *
   * @param steps how much may be looked at
   */
  public static List<Incompatibility> of(
      SchemaNode reader, SchemaNode writer, Policy policy, int steps) {
    Comparison comparison = new Comparison(steps);
    try {
      return comparison.findings(reader, comparison.reasoning.known(writer), policy).stream()
          .map(Finding::incompatibility)
          .toList();
    } catch (Budget.Spent e) {
      return List.of(
          new Incompatibility(
              Kind.TOO_COMPLEX.name(),
              "#",
              "The schemas are too complex to be compared: they combine, or nest, more than can be"
                  + " looked at. Write them with fewer allOf, anyOf and oneOf within each other."));
    }
  }

  Reasoning reasoning() {
    return reasoning;
  }

  Possibility possibility() {
    return possibility;
  }

  /** Whether all that is known of follows the schema. */
  boolean follows(SchemaNode reader, Known known, Policy policy) {
    return findings(reader, known, policy).isEmpty();
  }

  /** What keeps instances of which this is known from being valid for the reader. */
  List<Finding> findings(SchemaNode schema, Known known, Policy policy) {
    SchemaNode reader = schema.bare();
    reasoning.budget().enter();
    try {
      if (reader.isTrue() || known.schemas().contains(reader)) {
        return List.of();
      }
      return answer(new Question(reader, known, policy));
    } finally {
      reasoning.budget().leave();
    }
  }

  private List<Finding> answer(Question question) {
    List<Finding> known = answered.get(question);
    if (known != null) {
      return known;
    }
    Integer asked = open.get(question);
    if (asked == null) {
      asked = provisional.get(question);
    }
    if (asked != null) {
      reliedOn = Math.min(reliedOn, asked);
      return List.of();
    }
    int depth = open.size();
    int before = provisionalInOrder.size();
    int reliedOnOutside = reliedOn;
    reliedOn = Integer.MAX_VALUE;
    open.put(question, depth);
    List<Finding> findings;
    try {
      findings = found(question);
    } finally {
      open.remove(question);
    }
    keep(question, findings, depth, before);
    reliedOn = Math.min(reliedOnOutside, reliedOn >= depth ? Integer.MAX_VALUE : reliedOn);
    return findings;
  }

  /** Keeps an answer as far as it is sure, and with it what has relied on it. */
  private void keep(Question question, List<Finding> findings, int depth, int before) {
    if (!findings.isEmpty()) {
      // Nothing better can come of taking less for granted.
      answered.put(question, findings);
      dropFrom(before, false);
    } else if (reliedOn >= depth) {
      answered.put(question, findings);
      dropFrom(before, true);
    } else {
      provisional.put(question, reliedOn);
      provisionalInOrder.add(question);
    }
  }

  private void dropFrom(int before, boolean sure) {
    List<Question> later = provisionalInOrder.subList(before, provisionalInOrder.size());
    for (Question question : later) {
      provisional.remove(question);
      if (sure) {
        answered.put(question, List.of());
      }
    }
    later.clear();
  }

  private List<Finding> found(Question question) {
    Known known = question.known();
    SchemaNode reader = question.reader();
    if (known.schemas().stream().anyMatch(schema -> reasoning.same(reader, schema))
        || possibility.isNone(known)) {
      return List.of();
    }
    Findings findings = new Findings(question.policy());
    checkAll(question, findings);
    return findings.isEmpty() ? List.of() : cases.findings(question, findings.all());
  }

  private void checkAll(Question question, Findings findings) {
    SchemaNode reader = question.reader();
    if (reader.isFalse()) {
      findings.add(Kind.TYPE_CHANGED, "", "The reader takes nothing here, the writer may write.");
      return;
    }
    if (reader.isUndecided()) {
      findings.add(
          Kind.DYNAMIC_REFERENCE_UNDECIDED,
          "",
          "The reader's $dynamicRef or $recursiveRef can lead to several schemas: whether it still"
              + " takes what the writer writes is not decided here. Refer by $ref, or leave the"
              + " schema as it is.");
    }
    SchemaNode target = reader.target();
    if (target != null) {
      findings.add(findings(target, question.known(), question.policy()));
    }
    checks.forEach(check -> check.check(question, findings));
  }
}
