package io.sluice.schema.json.compare;

import io.sluice.schema.json.known.Known;
import io.sluice.schema.json.model.Keyword;
import io.sluice.schema.json.model.SchemaNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code if}, {@code then} and {@code else}. */
final class ConditionCheck implements Comparison.Check {
  private final Comparison comparison;

  ConditionCheck(Comparison comparison) {
    this.comparison = comparison;
  }

  @Override
  public void check(Question question, Findings findings) {
    SchemaNode condition = question.reader().schema(Keyword.IF);
    if (condition == null) {
      return;
    }
    Known known = question.known();
    branch(Keyword.THEN, known.and(condition), condition, question, findings);
    branch(Keyword.ELSE, known, condition, question, findings);
  }

  private void branch(
      Keyword word, Known where, SchemaNode condition, Question question, Findings findings) {
    @Nullable SchemaNode asked = question.reader().schema(word);
    if (asked == null) {
      return;
    }
    List<SchemaNode> sameBranch = new ArrayList<>();
    boolean isNew = true;
    for (SchemaNode schema : question.known().schemas()) {
      SchemaNode itsCondition = schema.schema(Keyword.IF);
      SchemaNode itsBranch = schema.schema(word);
      isNew &= itsCondition == null;
      if (itsCondition != null
          && itsBranch != null
          && comparison.reasoning().same(condition, itsCondition)) {
        sameBranch.add(itsBranch);
      }
    }
    List<Finding> found = comparison.findings(asked, where.and(sameBranch), question.policy());
    if (!found.isEmpty()) {
      findings.add(
          isNew ? Kind.CONDITION_ADDED : Kind.CONDITION_CHANGED,
          "/" + word.word(),
          "On a condition the reader asks for what the writer may not keep to: "
              + found.get(0).description());
    }
  }
}
