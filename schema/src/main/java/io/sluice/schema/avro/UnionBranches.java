package io.sluice.schema.avro;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;

/**
 * The branches of a reader's union by what they may read, so that a union of many types is not gone
 * through for each type that was written.
 */
final class UnionBranches {
  private final Map<Schema.Type, List<Schema>> unnamed = new EnumMap<>(Schema.Type.class);

  /** By the name without namespace, which is what counts, and by each alias with it. */
  private final Map<String, List<Schema>> named = new HashMap<>();

  UnionBranches(Schema union) {
    for (Schema branch : union.getTypes()) {
      if (AvroDepth.isNamed(branch)) {
        add(branch.getName(), branch);
        Set<String> aliases = branch.getAliases();
        aliases.forEach(alias -> add(alias, branch));
      } else {
        unnamed.computeIfAbsent(branch.getType(), type -> new ArrayList<>(1)).add(branch);
      }
    }
  }

  private void add(String name, Schema branch) {
    named.computeIfAbsent(name, key -> new ArrayList<>(1)).add(branch);
  }

  /** Whether a branch is of a primitive type that reads what was written. */
  boolean readPrimitive(Schema written) {
    return unnamed.values().stream()
        .flatMap(List::stream)
        .anyMatch(branch -> Promotion.reads(branch.getType(), written.getType()));
  }

  /** The branches of the same kind and, where it has one, name as something that was written. */
  List<Schema> like(Schema written) {
    if (!AvroDepth.isNamed(written)) {
      return unnamed.getOrDefault(written.getType(), List.of());
    }
    List<Schema> found = new ArrayList<>(named.getOrDefault(written.getName(), List.of()));
    for (Schema byAlias : named.getOrDefault(written.getFullName(), List.of())) {
      if (found.stream().noneMatch(other -> same(other, byAlias))) {
        found.add(byAlias);
      }
    }
    found.removeIf(
        branch ->
            branch.getType() != written.getType()
                || !SchemaCompatibility.schemaNameEquals(branch, written));
    return found;
  }

  @SuppressWarnings("ReferenceEquality") // To compare two types part by part says no more.
  private static boolean same(Schema one, Schema other) {
    return one == other;
  }
}
