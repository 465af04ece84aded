package io.sluice.schema.json.compare;

import io.sluice.schema.json.known.Known;
import io.sluice.schema.json.model.Keyword;
import io.sluice.schema.json.model.SchemaNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** {@code allOf}, {@code anyOf} and {@code oneOf}. */
final class CombinedCheck implements Comparison.Check {
  private final Comparison comparison;

  CombinedCheck(Comparison comparison) {
    this.comparison = comparison;
  }

  @Override
  public void check(Question question, Findings findings) {
    all(question, findings);
    some(Keyword.ANY_OF, question, findings);
    some(Keyword.ONE_OF, question, findings);
  }

  private void all(Question question, Findings findings) {
    List<SchemaNode> parts = question.reader().schemas(Keyword.ALL_OF);
    boolean failed = false;
    for (int i = 0; i < parts.size(); i++) {
      List<Finding> found = comparison.findings(parts.get(i), question.known(), question.policy());
      findings.addBelow("/allOf/" + i, found);
      failed |= !found.isEmpty();
    }
    int before = most(question.known(), Keyword.ALL_OF);
    if (failed && before > 0 && parts.size() > before) {
      findings.add(
          Kind.PRODUCT_TYPE_EXTENDED,
          "/allOf",
          "The reader asks for "
              + parts.size()
              + " schemas at once, the writer keeps to "
              + before
              + ".");
    }
  }

  private void some(Keyword keyword, Question question, Findings findings) {
    List<SchemaNode> choices = question.reader().schemas(keyword);
    if (choices.isEmpty()) {
      return;
    }
    List<List<Finding>> failed = new ArrayList<>();
    for (SchemaNode choice : choices) {
      List<Finding> found = comparison.findings(choice, question.known(), question.policy());
      if (found.isEmpty() && (keyword == Keyword.ANY_OF || isOnly(choice, choices, question))) {
        return;
      }
      failed.add(found);
    }
    explain(keyword, choices, failed, question.known(), findings);
  }

  /**
   * Whether no other choice takes the same. That is taken on trust, as Confluent's registry does,
   * unless the writer has an {@code anyOf} there, whose choices may well overlap.
   */
  private boolean isOnly(SchemaNode choice, List<SchemaNode> choices, Question question) {
    boolean trusted = question.policy().trustsOneOf() && most(question.known(), Keyword.ANY_OF) < 2;
    if (trusted || choices.size() == 1) {
      return true;
    }
    return choices.stream()
        .filter(other -> other != choice)
        .allMatch(other -> comparison.possibility().isNone(question.known().and(other)));
  }

  private void explain(
      Keyword keyword,
      List<SchemaNode> choices,
      List<List<Finding>> failed,
      Known known,
      Findings findings) {
    String path = "/" + keyword.word();
    int before = most(known, keyword);
    Keyword other = keyword == Keyword.ANY_OF ? Keyword.ONE_OF : Keyword.ANY_OF;
    String why =
        failed.stream()
            .filter(found -> !found.isEmpty())
            .min(Comparator.comparingInt(CombinedCheck::distance))
            .map(
                found ->
                    " Nearest comes one"
                        + (found.get(0).path().isEmpty() ? "" : " at " + found.get(0).path())
                        + ": "
                        + found.get(0).description())
            .orElse(" More than one choice takes the same.");
    Kind kind;
    if (before > choices.size()) {
      kind = Kind.SUM_TYPE_NARROWED;
    } else if (before == 0 && most(known, other) > 1) {
      kind = Kind.COMBINED_TYPE_CHANGED;
    } else {
      kind = Kind.COMBINED_TYPE_SUBSCHEMAS_CHANGED;
    }
    findings.add(
        kind,
        path,
        "Not all that the writer may write is taken by one of the reader's "
            + choices.size()
            + " choices."
            + why);
  }

  /** How far off a choice is: one of another type is further than any of the same. */
  private static int distance(List<Finding> found) {
    boolean otherType =
        found.stream().anyMatch(f -> f.kind() == Kind.TYPE_CHANGED && f.path().isEmpty());
    return found.size() + (otherType ? 1000 : 0);
  }

  private static int most(Known known, Keyword keyword) {
    return known.schemas().stream()
        .mapToInt(schema -> schema.schemas(keyword).size())
        .max()
        .orElse(0);
  }
}
