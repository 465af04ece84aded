package io.sluice.serdes.json;

import com.fasterxml.jackson.core.JsonToken;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;

/**
 * How well a value of JSON fits a member of a union.
 *
 * @param kind how near what it looks like is to the member's type; 0 if it cannot be of it
 * @param there properties that the member names, of an object
 * @param missing properties that it names beside them
 */
record UnionFit(int kind, int there, int missing) implements Comparable<UnionFit> {
  private static final UnionFit NONE = new UnionFit(0, 0, 0);
  private static final Comparator<UnionFit> ORDER =
      Comparator.comparingInt(UnionFit::there)
          .thenComparing(UnionFit::kind)
          .thenComparing(Comparator.comparingInt(UnionFit::missing).reversed());

  /** Whether it may be of that member at all. */
  boolean isAny() {
    return kind > 0;
  }

  /** By which fits better, which is the larger one. */
  @Override
  public int compareTo(UnionFit other) {
    return ORDER.compare(this, other);
  }

  /**
   * One value that is held against members. To be used for one of them.
   *
   * @param token its first
   * @param text of a text; empty of anything else
   * @param names of an object's properties
   */
  record Measure(JsonToken token, String text, Set<String> names, Map<Schema, Boolean> around) {
    Measure(JsonToken token, String text, Set<String> names) {
      this(token, text, names, new IdentityHashMap<>());
    }

    /** How it fits a member of a union. */
    UnionFit of(Schema member, Schema union) {
      around.put(union, true);
      return of(member);
    }

    private UnionFit of(Schema schema) {
      return switch (schema.type()) {
        case INT8, INT16, INT32, INT64 -> number(3, 1, 0);
        case FLOAT32, FLOAT64 -> number(2, 3, 1);
        case BOOLEAN -> kind(token.isBoolean() ? 3 : 0);
        case STRING -> kind(isText() && isAmong(schema) ? 4 : 0);
        case BYTES -> Decimal.LOGICAL_NAME.equals(schema.name()) ? number(1, 2, 2) : text(3);
        case ARRAY -> kind(token == JsonToken.START_ARRAY ? 3 : 0);
        case MAP ->
            ValueWriters.isName(schema.keySchema())
                ? kind(token == JsonToken.START_OBJECT ? 2 : 0)
                : kind(token == JsonToken.START_ARRAY ? 2 : 0);
        case STRUCT -> Unions.isUnion(schema) ? best(schema) : object(schema);
      };
    }

    private boolean isText() {
      return token == JsonToken.VALUE_STRING;
    }

    private UnionFit number(int whole, int fraction, int text) {
      return switch (token) {
        case VALUE_NUMBER_INT -> kind(whole);
        case VALUE_NUMBER_FLOAT -> kind(fraction);
        default -> text(text);
      };
    }

    private UnionFit text(int kind) {
      return kind(isText() ? kind : 0);
    }

    private static UnionFit kind(int kind) {
      return new UnionFit(kind, 0, 0);
    }

    private boolean isAmong(Schema schema) {
      String enumeration = Unions.enumeration(schema);
      return enumeration.isEmpty() || schema.parameters().containsKey(enumeration + "." + text);
    }

    private UnionFit object(Schema struct) {
      if (token != JsonToken.START_OBJECT) {
        return NONE;
      }
      int there =
          (int) struct.fields().stream().filter(field -> names.contains(field.name())).count();
      return new UnionFit(1, there, struct.fields().size() - there);
    }

    /** That of the best of its members; one that is around it has been looked at. */
    private UnionFit best(Schema union) {
      if (around.put(union, true) != null) {
        return NONE;
      }
      UnionFit best = NONE;
      for (Field field : union.fields()) {
        UnionFit fit = of(field.schema());
        if (fit.compareTo(best) > 0) {
          best = fit;
        }
      }
      return best;
    }
  }
}
