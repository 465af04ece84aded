package io.sluice.schema.json.compare;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.schema.json.known.InstanceType;
import io.sluice.schema.json.known.Known;
import io.sluice.schema.json.model.Keyword;
import io.sluice.schema.json.model.SchemaNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Tells cases apart where a question as a whole was answered badly: the writer's choices, types and
 * values, one by one. If each case is answered well, so is the whole.
 */
final class Cases {
  private static final int MOST_VALUES = 200;

  /** What a reader's choices or conditions lead to: with one type it may be another one. */
  private static final Set<Kind> CHOOSING =
      Set.of(
          Kind.SUM_TYPE_NARROWED,
          Kind.COMBINED_TYPE_CHANGED,
          Kind.COMBINED_TYPE_SUBSCHEMAS_CHANGED,
          Kind.NOT_TYPE_EXTENDED,
          Kind.CONDITION_ADDED,
          Kind.CONDITION_CHANGED);

  private final Comparison comparison;

  Cases(Comparison comparison) {
    this.comparison = comparison;
  }

  /** What is found if cases are told apart, or what was found without. */
  List<Finding> findings(Question question, List<Finding> whole) {
    List<Finding> best = whole;
    for (List<SchemaNode> cases : cases(question, whole)) {
      if (!comparison.reasoning().budget().allowsCases(cases.size())) {
        return best;
      }
      Findings inCases = new Findings(question.policy());
      for (SchemaNode one : cases) {
        inCases.add(
            comparison.findings(question.reader(), question.known().and(one), question.policy()));
      }
      if (inCases.isEmpty()) {
        return List.of();
      }
      if (best == whole) {
        best = isOfChoices(whole) ? nearer(whole, inCases.all()) : inCases.all();
      }
    }
    return best;
  }

  /** What was found of the reader's choices, in the words of the case which found the same. */
  private static List<Finding> nearer(List<Finding> whole, List<Finding> inCases) {
    return whole.stream()
        .map(
            finding ->
                inCases.stream()
                    .filter(
                        one ->
                            CHOOSING.contains(one.kind())
                                && one.kind() == finding.kind()
                                && one.path().equals(finding.path()))
                    .findFirst()
                    .orElse(finding))
        .toList();
  }

  /** Whether it is the reader's choices that do not fit: that says more than its cases. */
  private static boolean isOfChoices(List<Finding> findings) {
    return findings.stream()
        .anyMatch(
            finding ->
                CHOOSING.contains(finding.kind())
                    || finding.path().endsWith("/enum")
                    || finding.path().isEmpty());
  }

  private List<List<SchemaNode>> cases(Question question, List<Finding> whole) {
    Known known = question.known();
    List<List<SchemaNode>> cases = new ArrayList<>();
    for (SchemaNode schema : known.schemas()) {
      for (Keyword keyword : List.of(Keyword.ANY_OF, Keyword.ONE_OF)) {
        List<SchemaNode> choices = schema.schemas(keyword);
        if (choices.size() > 1 && isOpen(choices, known)) {
          cases.add(keyword == Keyword.ONE_OF ? withoutHidden(choices) : choices);
        }
      }
      cases.addAll(ofCondition(schema, known));
    }
    Map<String, JsonNode> values = known.enumerated();
    if (values != null && values.size() > 1 && values.size() <= MOST_VALUES) {
      List<SchemaNode> one =
          values.values().stream().map(comparison.reasoning().made()::constant).toList();
      if (isOpen(one, known)) {
        cases.add(one);
      }
    } else if (whole.stream().anyMatch(finding -> CHOOSING.contains(finding.kind()))) {
      List<SchemaNode> types = ofTypes(known.types());
      if (types.size() > 1 && isOpen(types, known)) {
        cases.add(types);
      }
    }
    return cases;
  }

  /**
   * Whether it is not decided yet which of the choices it is. One that says nothing new would lead
   * to the same question again, which nothing has answered.
   */
  private static boolean isOpen(List<SchemaNode> choices, Known known) {
    return choices.stream().noneMatch(choice -> known.and(choice).equals(known));
  }

  /** Choices without those that another one includes: with {@code oneOf} these are never taken. */
  private List<SchemaNode> withoutHidden(List<SchemaNode> choices) {
    if (choices.size() > 20) {
      return choices;
    }
    return choices.stream()
        .filter(
            choice ->
                choices.stream()
                    .noneMatch(
                        other ->
                            other != choice
                                && comparison.follows(
                                    other, comparison.reasoning().known(choice), Policy.EXACT)))
        .toList();
  }

  private List<List<SchemaNode>> ofCondition(SchemaNode schema, Known known) {
    SchemaNode condition = schema.schema(Keyword.IF);
    SchemaNode then = schema.schema(Keyword.THEN);
    SchemaNode otherwise = schema.schema(Keyword.ELSE);
    if (condition == null || otherwise == null) {
      return List.of();
    }
    SchemaNode met =
        then == null ? condition : comparison.reasoning().made().allOf(List.of(condition, then));
    List<SchemaNode> cases = List.of(met, otherwise);
    return isOpen(cases, known) ? List.of(cases) : List.of();
  }

  private List<SchemaNode> ofTypes(Set<InstanceType> types) {
    List<SchemaNode> cases = new ArrayList<>();
    for (InstanceType type : types) {
      boolean fraction = types.contains(InstanceType.FRACTION);
      if (type == InstanceType.FRACTION) {
        cases.add(comparison.reasoning().made().type("number"));
      } else if (type != InstanceType.INTEGER || !fraction) {
        cases.add(comparison.reasoning().made().type(type.name().toLowerCase(Locale.ROOT)));
      }
    }
    return cases;
  }
}
