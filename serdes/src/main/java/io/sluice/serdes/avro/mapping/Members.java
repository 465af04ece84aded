package io.sluice.serdes.avro.mapping;

import org.apache.avro.Schema;

/** What the members of a union are called in Connect, where a union is a struct. */
public final class Members {
  private Members() {}

  /**
   * The field's name.
   *
   * @param index of the member among all of them, also null
   */
  public static String name(Schema member, int index, Mapping mapping) {
    if (mapping.generalizedSums()) {
      return Names.GENERAL_UNION_FIELD + index;
    }
    return switch (member.getType()) {
      case RECORD, ENUM, FIXED -> mapping.enhanced() ? member.getFullName() : member.getName();
      case ARRAY, MAP, UNION, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL ->
          member.getType().getName();
    };
  }
}
