package io.sluice.serdes.json;

import static io.sluice.serdes.json.UnionMembers.Kind.ARRAY;
import static io.sluice.serdes.json.UnionMembers.Kind.BOOLEAN;
import static io.sluice.serdes.json.UnionMembers.Kind.FRACTION;
import static io.sluice.serdes.json.UnionMembers.Kind.OBJECT;
import static io.sluice.serdes.json.UnionMembers.Kind.TEXT;
import static io.sluice.serdes.json.UnionMembers.Kind.WHOLE;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;

/**
 * Which members of a union JSON can tell apart. Nothing in JSON says which member a value is of, so
 * where two look alike the one would be read back as the other. Thread-safe.
 */
final class UnionMembers {
  /** What a value looks like. A number without a point is not one with it, as we write both. */
  enum Kind {
    TEXT,
    WHOLE,
    FRACTION,
    BOOLEAN,
    OBJECT,
    ARRAY
  }

  private final JsonDataOptions options;

  UnionMembers(JsonDataOptions options) {
    this.options = options;
  }

  /**
   * Looks at each two of them.
   *
   * @param path of the union, for who has to mend it
   * @throws DataException if two look alike
   */
  void check(Schema union, String path) {
    List<Leaf> leaves = leaves(union, false, new ArrayList<>(), identities());
    for (int i = 0; i < leaves.size(); i++) {
      for (int j = i + 1; j < leaves.size(); j++) {
        if (!areDistinct(leaves.get(i), leaves.get(j))) {
          throw new DataException(
              "The union at "
                  + path
                  + " has two members that look alike in JSON, "
                  + shown(leaves.get(i).schema())
                  + " and "
                  + shown(leaves.get(j).schema())
                  + ": what is written as the one would be read as the other. Leave one of them"
                  + " out, or use Avro or Protobuf, which say the member");
        }
      }
    }
  }

  /** Whether a union has members that are texts, which NaN and infinities are also written as. */
  boolean hasTexts(Schema union) {
    return leaves(union, false, new ArrayList<>(), identities()).stream()
        .anyMatch(leaf -> written(leaf).contains(TEXT));
  }

  /**
   * A member, or a member of a member.
   *
   * @param deeper whether it is that
   */
  private record Leaf(Schema schema, boolean deeper) {}

  private static Set<Schema> identities() {
    return Collections.newSetFromMap(new java.util.IdentityHashMap<>());
  }

  private static List<Leaf> leaves(
      Schema union, boolean deeper, List<Leaf> leaves, Set<Schema> around) {
    if (around.add(union)) {
      for (Field field : union.fields()) {
        if (Unions.isUnion(field.schema())) {
          leaves(field.schema(), true, leaves, around);
        } else {
          leaves.add(new Leaf(field.schema(), deeper));
        }
      }
    }
    return leaves;
  }

  private boolean areDistinct(Leaf one, Leaf other) {
    if (Collections.disjoint(written(one), written(other))) {
      return true;
    }
    Schema a = one.schema();
    Schema b = other.schema();
    if (a.type() == Schema.Type.STRUCT && b.type() == Schema.Type.STRUCT) {
      return areDistinctByNames(a, b) || areDistinctByValues(a, b);
    }
    Set<String> symbols = symbols(a);
    Set<String> others = symbols(b);
    return !symbols.isEmpty() && !others.isEmpty() && Collections.disjoint(symbols, others);
  }

  /** What a member is written as. */
  private Set<Kind> written(Leaf leaf) {
    Schema schema = leaf.schema();
    return switch (schema.type()) {
      case INT8, INT16, INT32, INT64 -> EnumSet.of(WHOLE);
      // Of a member itself, what is no number is refused where there are texts.
      case FLOAT32, FLOAT64 -> leaf.deeper() ? EnumSet.of(FRACTION, TEXT) : EnumSet.of(FRACTION);
      case BYTES ->
          isDecimal(schema) && options.numericDecimals()
              ? EnumSet.of(WHOLE, FRACTION)
              : EnumSet.of(TEXT);
      case STRING, BOOLEAN, ARRAY, MAP, STRUCT -> read(schema);
    };
  }

  /** What a value in a struct is read from, which is more than it is written as. */
  private static Set<Kind> read(Schema schema) {
    return switch (schema.type()) {
      case INT8, INT16, INT32, INT64 -> EnumSet.of(WHOLE, FRACTION);
      case FLOAT32, FLOAT64 -> EnumSet.of(WHOLE, FRACTION, TEXT);
      case BOOLEAN -> EnumSet.of(BOOLEAN);
      case STRING -> EnumSet.of(TEXT);
      case BYTES -> isDecimal(schema) ? EnumSet.of(WHOLE, FRACTION, TEXT) : EnumSet.of(TEXT);
      case ARRAY -> EnumSet.of(ARRAY);
      case MAP -> EnumSet.of(ValueWriters.isName(schema.keySchema()) ? OBJECT : ARRAY);
      case STRUCT -> {
        if (!Unions.isUnion(schema)) {
          yield EnumSet.of(OBJECT);
        }
        EnumSet<Kind> all = EnumSet.noneOf(Kind.class);
        leaves(schema, false, new ArrayList<>(), identities())
            .forEach(leaf -> all.addAll(read(leaf.schema())));
        yield all;
      }
    };
  }

  private static boolean isDecimal(Schema schema) {
    return Decimal.LOGICAL_NAME.equals(schema.name());
  }

  /** By which properties are there. */
  private boolean areDistinctByNames(Schema one, Schema other) {
    Set<String> names = names(one, false);
    Set<String> others = names(other, false);
    if (!options.optionalForNonRequired()) {
      return !names.equals(others); // Each property is there, be it as null.
    }
    return !others.containsAll(names(one, true)) || !names.containsAll(names(other, true));
  }

  private static Set<String> names(Schema struct, boolean alwaysThere) {
    return struct.fields().stream()
        .filter(field -> !alwaysThere || isAlwaysThere(field))
        .map(Field::name)
        .collect(Collectors.toSet());
  }

  private static boolean isAlwaysThere(Field field) {
    return !field.schema().isOptional() && field.schema().defaultValue() == null;
  }

  /** By a property whose values no reader of the other takes. */
  private static boolean areDistinctByValues(Schema one, Schema other) {
    return one.fields().stream()
        .anyMatch(
            field -> {
              Field same = other.field(field.name());
              return same != null
                  // A null is no reader's value, and who has a default takes it for that.
                  && (isAlwaysThere(field) || isAlwaysThere(same))
                  && Collections.disjoint(read(field.schema()), read(same.schema()));
            });
  }

  private static Set<String> symbols(Schema schema) {
    String enumeration = Unions.enumeration(schema);
    Set<String> symbols = new HashSet<>();
    if (!enumeration.isEmpty()) {
      String prefix = enumeration + ".";
      for (String parameter : schema.parameters().keySet()) {
        if (parameter.startsWith(prefix)) {
          symbols.add(parameter.substring(prefix.length()));
        }
      }
    }
    return symbols;
  }

  private static String shown(Schema schema) {
    return schema.name() == null ? schema.type().getName() : schema.name();
  }
}
