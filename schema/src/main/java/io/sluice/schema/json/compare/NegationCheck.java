package io.sluice.schema.json.compare;

import io.sluice.schema.json.known.Known;
import io.sluice.schema.json.model.Keyword;
import io.sluice.schema.json.model.SchemaNode;

/** {@code not}. */
final class NegationCheck implements Comparison.Check {
  private final Comparison comparison;

  NegationCheck(Comparison comparison) {
    this.comparison = comparison;
  }

  @Override
  public void check(Question question, Findings findings) {
    SchemaNode refused = question.reader().schema(Keyword.NOT);
    if (refused == null
        || isNeverWritten(refused, question.known())
        || comparison.possibility().isNone(question.known().and(refused))) {
      return;
    }
    findings.add(
        Kind.NOT_TYPE_EXTENDED,
        "/not",
        "The reader refuses what a schema describes; that the writer writes nothing of it is not"
            + " sure.");
  }

  /** Whether the writer refuses as much itself. */
  private boolean isNeverWritten(SchemaNode refused, Known known) {
    for (SchemaNode schema : known.schemas()) {
      SchemaNode never = schema.schema(Keyword.NOT);
      if (never != null
          && comparison.follows(never, comparison.reasoning().known(refused), Policy.EXACT)) {
        return true;
      }
    }
    return false;
  }
}
