package io.sluice.schema.json.compare;

import io.sluice.schema.json.known.InstanceType;
import io.sluice.schema.json.known.Known;
import io.sluice.schema.json.known.KnownObject;
import io.sluice.schema.json.model.Keyword;
import io.sluice.schema.json.model.SchemaNode;
import java.util.HashSet;
import java.util.Set;

/** {@code required}. */
final class RequiredCheck implements Comparison.Check {
  private final Comparison comparison;

  RequiredCheck(Comparison comparison) {
    this.comparison = comparison;
  }

  @Override
  public void check(Question question, Findings findings) {
    Known known = question.known();
    Set<String> missing = new HashSet<>(question.reader().names(Keyword.REQUIRED));
    if (missing.isEmpty() || !known.canBe(InstanceType.OBJECT)) {
      return;
    }
    missing.removeAll(known.required());
    KnownObject object = new KnownObject(known);
    missing.stream()
        .sorted()
        .filter(name -> !(question.policy().fillsDefaults() && hasDefault(name, question.reader())))
        .forEach(name -> add(name, object, findings));
  }

  private static boolean hasDefault(String name, SchemaNode reader) {
    SchemaNode property = reader.named(Keyword.PROPERTIES).get(name);
    return property != null && property.hasDefault();
  }

  private void add(String name, KnownObject object, Findings findings) {
    if (object.declares(name) || object.at(name).isNothing()) {
      findings.add(
          Kind.REQUIRED_ATTRIBUTE_ADDED,
          "/required" + Finding.step(name),
          "The reader requires '" + name + "', which the writer may leave out. Give it a default.");
    } else {
      comparison.reasoning().budget().spend(1);
      findings.add(
          Kind.REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL,
          "/properties" + Finding.step(name),
          "The reader requires '"
              + name
              + "', which the writer's schema does not have. Give it a default, or do not require"
              + " it.");
    }
  }
}
