package io.sluice.contract.shape;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Schema.Type;

/**
 * Where a field of the same name means something else in another schema. The rules of registries
 * are about how values are written: to them a number of milliseconds is one of microseconds, and
 * bytes are a text. Fields are told apart by name; structs by their fields, since what their names
 * say is the registry's. Used once, by one thread.
 */
public final class Meaning {
  /**
   * A field that means something else.
   *
   * @param text the path and both meanings, no values
   * @param ofType whether values are of another type, of which the registry may have had its say
   */
  public record Difference(String text, boolean ofType) {}

  private final List<Difference> found = new ArrayList<>();

  /**
   * What is or was looked at, and held against what: a type stands in many places, which were not
   * alike before, or in itself.
   */
  private final Map<Schema, Set<Schema>> seen = new IdentityHashMap<>();

  private Meaning() {}

  /** Where the arriving schema means something else than the accepted one, each place once. */
  public static List<Difference> differences(Schema accepted, Schema arriving) {
    Meaning meaning = new Meaning();
    meaning.compare(accepted, arriving, "");
    return List.copyOf(meaning.found);
  }

  private void compare(Schema accepted, Schema arriving, String path) {
    boolean ofType = !family(accepted.type()).equals(family(arriving.type()));
    if (ofType || isOther(accepted, arriving)) {
      String where = path.isEmpty() ? "the whole" : path;
      String text =
          where + ": is " + words(arriving) + " now, and was " + words(accepted) + " before";
      found.add(new Difference(text + " (MEANING_CHANGED)", ofType));
      return;
    }
    switch (accepted.type()) {
      case STRUCT -> struct(accepted, arriving, path);
      case ARRAY -> compare(accepted.valueSchema(), arriving.valueSchema(), path + "[]");
      case MAP -> {
        compare(accepted.keySchema(), arriving.keySchema(), path + "{key}");
        compare(accepted.valueSchema(), arriving.valueSchema(), path + "{}");
      }
      default -> {
        // A type without parts.
      }
    }
  }

  private void struct(Schema accepted, Schema arriving, String path) {
    Set<Schema> heldAgainst =
        seen.computeIfAbsent(
            arriving, schema -> Collections.newSetFromMap(new IdentityHashMap<>()));
    if (!heldAgainst.add(accepted)) {
      return;
    }
    for (Field field : arriving.fields()) {
      Field before = accepted.field(field.name());
      if (before != null) {
        String below = path.isEmpty() ? field.name() : path + "." + field.name();
        compare(before.schema(), field.schema(), below);
      }
    }
  }

  /** Types whose values are numbers are one: which of them holds the other is the registry's. */
  private static String family(Type type) {
    return switch (type) {
      case INT8, INT16, INT32, INT64, FLOAT32, FLOAT64 -> "number";
      default -> type.name();
    };
  }

  private static boolean isOther(Schema accepted, Schema arriving) {
    if (accepted.type() == Type.STRUCT) {
      return false;
    }
    return !Objects.equals(accepted.name(), arriving.name())
        || Decimal.LOGICAL_NAME.equals(accepted.name()) && !scale(accepted).equals(scale(arriving));
  }

  private static String words(Schema schema) {
    if (schema.name() == null) {
      return schema.type().toString();
    }
    return Decimal.LOGICAL_NAME.equals(schema.name())
        ? schema.name() + " of scale " + scale(schema)
        : schema.name();
  }

  private static String scale(Schema decimal) {
    Map<String, String> parameters = decimal.parameters();
    return parameters == null ? "0" : parameters.getOrDefault(Decimal.SCALE_FIELD, "0");
  }
}
