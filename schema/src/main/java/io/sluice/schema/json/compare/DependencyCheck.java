package io.sluice.schema.json.compare;

import io.sluice.schema.json.known.InstanceType;
import io.sluice.schema.json.known.Known;
import io.sluice.schema.json.model.Keyword;
import io.sluice.schema.json.model.SchemaNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** {@code dependentRequired}, {@code dependentSchemas} and, until draft 7, {@code dependencies}. */
final class DependencyCheck implements Comparison.Check {
  private final Comparison comparison;

  DependencyCheck(Comparison comparison) {
    this.comparison = comparison;
  }

  @Override
  public void check(Question question, Findings findings) {
    if (!question.known().canBe(InstanceType.OBJECT)) {
      return;
    }
    SchemaNode reader = question.reader();
    boolean early = reader.has(Keyword.DEPENDENCIES);
    reader
        .dependentNames()
        .forEach(
            (name, others) ->
                names(name, others, path(early, "/dependentRequired", name), question, findings));
    reader
        .dependentSchemas()
        .forEach(
            (name, schema) ->
                schema(name, schema, path(early, "/dependentSchemas", name), question, findings));
  }

  private static String path(boolean early, String word, String name) {
    return (early ? "/dependencies" : word) + Finding.step(name);
  }

  private void names(
      String name, Set<String> others, String path, Question question, Findings findings) {
    Known where = where(name, question.known());
    if (comparison.possibility().isNone(where) || where.required().containsAll(others)) {
      return;
    }
    Set<String> before = new LinkedHashSet<>();
    for (SchemaNode schema : question.known().schemas()) {
      before.addAll(schema.dependentNames().getOrDefault(name, Set.of()));
    }
    findings.add(
        before.isEmpty()
            ? Kind.DEPENDENCY_ARRAY_ADDED
            : others.containsAll(before)
                ? Kind.DEPENDENCY_ARRAY_EXTENDED
                : Kind.DEPENDENCY_ARRAY_CHANGED,
        path,
        "Where there is '"
            + name
            + "', the reader requires properties that the writer may leave out.");
  }

  private void schema(
      String name, SchemaNode asked, String path, Question question, Findings findings) {
    Known where = where(name, question.known());
    List<Finding> found = comparison.findings(asked, where, question.policy());
    if (found.isEmpty()) {
      return;
    }
    boolean isNew =
        question.known().schemas().stream()
            .noneMatch(schema -> schema.dependentSchemas().containsKey(name));
    if (isNew) {
      findings.add(
          Kind.DEPENDENCY_SCHEMA_ADDED,
          path,
          "Where there is '"
              + name
              + "', the reader asks for more than the writer keeps to: "
              + found.get(0).description());
    } else {
      findings.addBelow(path, found);
    }
  }

  /** What is known of instances that have the property. */
  private Known where(String name, Known known) {
    List<SchemaNode> more = new ArrayList<>();
    more.add(comparison.reasoning().made().requires(name));
    for (SchemaNode schema : known.schemas()) {
      SchemaNode dependent = schema.dependentSchemas().get(name);
      if (dependent != null) {
        more.add(dependent);
      }
    }
    // Dependencies say nothing of what is no object.
    more.add(comparison.reasoning().made().type("object"));
    return known.and(more);
  }
}
