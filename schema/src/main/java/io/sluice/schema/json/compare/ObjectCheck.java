package io.sluice.schema.json.compare;

import io.sluice.schema.json.known.Bounds;
import io.sluice.schema.json.known.InstanceType;
import io.sluice.schema.json.known.Known;
import io.sluice.schema.json.known.KnownObject;
import io.sluice.schema.json.model.Keyword;
import io.sluice.schema.json.model.SchemaNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code properties}, {@code patternProperties}, {@code additionalProperties}, {@code
 * unevaluatedProperties}, {@code propertyNames} and how many properties there may be. What is taken
 * of a name that no schema has is the content model: open, closed, or open for some.
 */
final class ObjectCheck implements Comparison.Check {
  private final Comparison comparison;

  ObjectCheck(Comparison comparison) {
    this.comparison = comparison;
  }

  @Override
  public void check(Question question, Findings findings) {
    Known known = question.known();
    if (!known.canBe(InstanceType.OBJECT)) {
      return;
    }
    KnownObject object = new KnownObject(known);
    Content content = Content.of(question.reader());
    if (!content.isFree()) {
      for (String name : names(content, object)) {
        property(name, content, object, question, findings);
      }
      others(content, object, question, findings);
    }
    count(question, object, findings);
    names(question, object, findings);
  }

  private static Set<String> names(Content content, KnownObject object) {
    Set<String> names = new LinkedHashSet<>(content.properties().keySet());
    names.addAll(object.names());
    return names;
  }

  /** What the reader asks of one name, under what it is looked up. */
  private record Demand(SchemaNode schema, String path, boolean own) {}

  private void property(
      String name, Content content, KnownObject object, Question question, Findings findings) {
    Known known = object.at(name);
    comparison.reasoning().budget().spend(1);
    for (Demand demand : demands(name, content)) {
      List<Finding> found = comparison.findings(demand.schema(), known, question.policy());
      if (!found.isEmpty()) {
        if (demand.own() || !content.properties().containsKey(name)) {
          explain(name, demand, found, known, object, findings, question);
        } else {
          findings.addBelow(demand.path(), found);
        }
      }
    }
  }

  private List<Demand> demands(String name, Content content) {
    List<Demand> demands = new ArrayList<>();
    SchemaNode own = content.properties().get(name);
    String path = "/properties" + Finding.step(name);
    if (own != null) {
      demands.add(new Demand(own, path, true));
    }
    boolean covered = own != null || content.coveredElsewhere().contains(name);
    for (Map.Entry<String, SchemaNode> pattern : content.patterns().entrySet()) {
      Optional<Boolean> matches = comparison.reasoning().matches(pattern.getKey(), name);
      // Where it is not decided, it may match: the reader may ask it, and the rest as well.
      if (matches.orElse(true)) {
        demands.add(
            new Demand(
                pattern.getValue(), "/patternProperties" + Finding.step(pattern.getKey()), false));
        covered |= matches.isPresent();
      }
    }
    SchemaNode others = content.others();
    if (!covered && others != null) {
      demands.add(new Demand(others, path, false));
    }
    return demands;
  }

  private void explain(
      String name,
      Demand demand,
      List<Finding> found,
      Known known,
      KnownObject object,
      Findings findings,
      Question question) {
    if (demand.own() && object.declares(name)) {
      findings.addBelow(demand.path(), found);
    } else if (demand.own()) {
      String why =
          known.isNothing()
              ? "the writer's schema is open: it may write anything under that name. Close it"
                  + " (additionalProperties: false) before properties are added."
              : "what the writer may write under names that its schema does not have does not fit: "
                  + found.get(0).description();
      findings.add(
          known.isNothing()
              ? Kind.PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL
              : Kind.PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL,
          demand.path(),
          "The reader has a schema for '" + name + "', and " + why);
    } else if (object.declares(name)) {
      removed(name, demand, found, question, findings);
    } else {
      // A name that the writer only asks to be there, or that an unevaluated keyword leaves out.
      findings.add(
          demand.schema().isFalse()
              ? Kind.ADDITIONAL_PROPERTIES_REMOVED
              : Kind.ADDITIONAL_PROPERTIES_NARROWED,
          "/additionalProperties",
          "The writer may write '" + name + "' as the reader does not take it.");
    }
  }

  private static void removed(
      String name, Demand demand, List<Finding> found, Question question, Findings findings) {
    boolean closed = demand.schema().isFalse();
    boolean optional = !question.known().required().contains(name);
    if (closed
        && optional
        && question.policy().forgives(Kind.PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL)) {
      return;
    }
    if (closed) {
      findings.addAlways(
          Kind.PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL,
          "/properties" + Finding.step(name),
          "The writer may write '"
              + name
              + "', which the reader's schema does not have, and it takes no others.");
    } else {
      findings.add(
          Kind.PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL,
          "/properties" + Finding.step(name),
          "The writer may write '"
              + name
              + "', which the reader's schema has no more, and what that takes of such names does"
              + " not cover it: "
              + found.get(0).description());
    }
  }

  /** Names that neither of the two has. */
  private void others(Content content, KnownObject object, Question question, Findings findings) {
    Policy policy = question.policy();
    content
        .patterns()
        .forEach(
            (pattern, schema) -> {
              Known known = object.atPattern(pattern);
              List<Finding> found = comparison.findings(schema, known, policy);
              String path = "/patternProperties" + Finding.step(pattern);
              if (!found.isEmpty() && known.isNothing()) {
                findings.add(
                    Kind.PATTERN_PROPERTY_ADDED,
                    path,
                    "The reader has a schema for names that match an expression; the writer may"
                        + " write anything under such names.");
              } else {
                findings.addBelow(path, found);
              }
            });
    SchemaNode others = content.others();
    if (others == null) {
      return;
    }
    Known known = object.atOthers(content.patterns().keySet());
    List<Finding> found = comparison.findings(others, known, policy);
    if (!found.isEmpty()) {
      boolean closed = others.isFalse();
      findings.add(
          closed ? Kind.ADDITIONAL_PROPERTIES_REMOVED : Kind.ADDITIONAL_PROPERTIES_NARROWED,
          "/" + content.othersWord(),
          "The writer may write properties that its schema does not name; the reader takes "
              + (closed ? "none." : "fewer of them: " + found.get(0).description()));
    }
  }

  private static void count(Question question, KnownObject object, Findings findings) {
    Known known = question.known();
    Counts counts = new Counts(question, findings, "properties");
    BigDecimal most = Bounds.smallest(known, Keyword.MAX_PROPERTIES);
    Set<String> closed = object.closedNames();
    if (closed != null) {
      BigDecimal named = BigDecimal.valueOf(closed.size());
      most = most == null ? named : most.min(named);
    }
    counts.atMost(
        Keyword.MAX_PROPERTIES, most, Kind.MAX_PROPERTIES_ADDED, Kind.MAX_PROPERTIES_DECREASED);
    BigDecimal required = BigDecimal.valueOf(known.required().size());
    BigDecimal least = Bounds.largest(known, Keyword.MIN_PROPERTIES);
    counts.atLeast(
        Keyword.MIN_PROPERTIES,
        least == null ? required : least.max(required),
        Kind.MIN_PROPERTIES_ADDED,
        Kind.MIN_PROPERTIES_INCREASED);
  }

  private void names(Question question, KnownObject object, Findings findings) {
    SchemaNode asked = question.reader().schema(Keyword.PROPERTY_NAMES);
    if (asked == null) {
      return;
    }
    List<SchemaNode> valid = new ArrayList<>();
    valid.add(comparison.reasoning().made().type("string"));
    for (SchemaNode schema : question.known().schemas()) {
      SchemaNode names = schema.schema(Keyword.PROPERTY_NAMES);
      if (names != null) {
        valid.add(names);
      }
    }
    Known known = comparison.reasoning().known(valid);
    if (!comparison.follows(asked, known, question.policy())
        && !followsByName(asked, known, object.closedNames(), question.policy())) {
      findings.add(
          Kind.PROPERTY_NAMES_NARROWED,
          "/propertyNames",
          "The reader does not take every name that the writer may write.");
    }
  }

  private boolean followsByName(
      SchemaNode asked, Known known, @Nullable Set<String> names, Policy policy) {
    return names != null
        && names.stream()
            .allMatch(
                name ->
                    comparison.follows(
                        asked, known.and(comparison.reasoning().made().text(name)), policy));
  }
}
