package io.sluice.schema.json.model;

import io.sluice.schema.InvalidSchemaException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Refuses a schema that asks an instance for what it asks already: no validator comes to an end
 * with it ("A schema MUST NOT be run into an infinite loop", 2020-12, 9.4.1). One that comes back
 * to itself for a property or an item is as good as any: values end.
 */
final class Circles {
  private static final List<Keyword> LISTS =
      List.of(Keyword.ALL_OF, Keyword.ANY_OF, Keyword.ONE_OF);
  private static final List<Keyword> SINGLE =
      List.of(Keyword.NOT, Keyword.IF, Keyword.THEN, Keyword.ELSE);

  /** Schemas that were met: whether all that they ask of the same instance was looked at. */
  private final Map<SchemaNode, Boolean> met = new HashMap<>();

  /** A schema on the way, and what is still to be looked at of it. */
  private record Step(SchemaNode schema, Iterator<SchemaNode> next) {}

  void refuse(Collection<SchemaNode> schemas) {
    schemas.stream().filter(schema -> !met.containsKey(schema)).forEach(this::walk);
  }

  private void walk(SchemaNode start) {
    // Not by recursion: a chain of references may be as long as the schema is.
    Deque<Step> way = new ArrayDeque<>();
    enter(start, way);
    while (!way.isEmpty()) {
      Step step = way.element();
      if (!step.next().hasNext()) {
        met.put(step.schema(), true);
        way.pop();
        continue;
      }
      SchemaNode next = step.next().next();
      Boolean done = met.get(next);
      if (done == null) {
        enter(next, way);
      } else if (!done) {
        throw new InvalidSchemaException(
            "At "
                + next.place()
                + ": the schema refers back to itself for the same value, so that nothing can be"
                + " checked with it. Refer to it from a property or an item, or not at all.");
      }
    }
  }

  private void enter(SchemaNode schema, Deque<Step> way) {
    met.put(schema, false);
    way.push(new Step(schema, ofSameInstance(schema).iterator()));
  }

  private static List<SchemaNode> ofSameInstance(SchemaNode schema) {
    List<SchemaNode> same = new ArrayList<>();
    SchemaNode target = schema.target();
    if (target != null) {
      same.add(target);
    }
    LISTS.forEach(keyword -> same.addAll(schema.schemas(keyword)));
    for (Keyword keyword : SINGLE) {
      SchemaNode member = schema.schema(keyword);
      if (member != null) {
        same.add(member);
      }
    }
    same.addAll(schema.dependentSchemas().values());
    return same;
  }
}
