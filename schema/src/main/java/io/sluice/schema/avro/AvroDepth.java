package io.sluice.schema.avro;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.util.SchemaResolver;

/** What a schema looks like as a graph of its parts, found without recursion. */
final class AvroDepth {
  private AvroDepth() {}

  /**
   * How deep brackets will stand within brackets once the schema is written, with the definition of
   * each type where it is first used.
   *
   * @param known types whose names alone are written
   */
  static int written(Schema schema, List<Schema> known) {
    Set<String> seen = new HashSet<>();
    known.forEach(type -> seen.add(type.getFullName()));
    Deque<Iterator<Schema>> open = new ArrayDeque<>();
    Deque<Integer> depths = new ArrayDeque<>();
    open.push(List.of(schema).iterator());
    depths.push(0);
    int deepest = 0;
    while (!open.isEmpty()) {
      if (!open.element().hasNext()) {
        open.pop();
        depths.pop();
        continue;
      }
      Schema part = open.element().next();
      if (isNamed(part) && !seen.add(part.getFullName())) {
        continue;
      }
      // A record opens its own brace, the list of its fields, and each of these.
      int inside = depths.element() + (part.getType() == Schema.Type.RECORD ? 3 : 1);
      deepest = Math.max(deepest, inside);
      List<Schema> parts = parts(part);
      if (!parts.isEmpty()) {
        open.push(parts.iterator());
        depths.push(inside);
      }
    }
    return deepest;
  }

  /**
   * The names that stand for types until all are known.
   *
   * @param names how many different ones
   * @param parts of how many parts the schema is made
   */
  record Unresolved(int names, int parts) {}

  /** Looks for names that do not have their type yet, among what can be reached from a schema. */
  static Unresolved unresolved(Schema schema, Map<String, Schema> types) {
    Set<Schema> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<String> names = new HashSet<>();
    Deque<Schema> waiting = new ArrayDeque<>();
    waiting.push(schema);
    seen.add(schema);
    while (!waiting.isEmpty()) {
      Schema part = waiting.pop();
      List<Schema> next = parts(part);
      if (SchemaResolver.isUnresolvedSchema(part)) {
        String name = SchemaResolver.getUnresolvedSchemaName(part);
        Schema type = types.get(name);
        next = names.add(name) && type != null ? List.of(type) : List.of();
      }
      for (Schema inner : next) {
        if (seen.add(inner)) {
          waiting.push(inner);
        }
      }
    }
    return new Unresolved(names.size(), seen.size());
  }

  static boolean isNamed(Schema schema) {
    return switch (schema.getType()) {
      case RECORD, ENUM, FIXED -> true;
      default -> false;
    };
  }

  private static List<Schema> parts(Schema schema) {
    return switch (schema.getType()) {
      case RECORD -> schema.getFields().stream().map(Schema.Field::schema).toList();
      case ARRAY -> List.of(schema.getElementType());
      case MAP -> List.of(schema.getValueType());
      case UNION -> schema.getTypes();
      default -> List.of();
    };
  }
}
