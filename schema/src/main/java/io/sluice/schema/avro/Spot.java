package io.sluice.schema.avro;

import org.apache.avro.Schema;

/**
 * A place in a reader's schema.
 *
 * @param path as a JSON pointer, by numbers; empty for the whole
 * @param fields the same by the names of fields, such as {@code before.lines[].price}, with {@code
 *     {}} for the values of a map; of a long one the end. Empty for the whole
 */
record Spot(String path, String fields) {
  static final Spot WHOLE = new Spot("", "");

  /** What is told of a schema may name a place many times over. */
  private static final int LONGEST = 200;

  private static final String CUT = "...";
  private static final String ELEMENTS = "[]";
  private static final String VALUES = "{}";

  /** What a field is from its record. */
  static Spot field(Schema.Field field) {
    return new Spot("/fields/" + field.pos(), field.name());
  }

  /** What a field's type is from its record. */
  static Spot typeOf(Schema.Field field) {
    return new Spot("/fields/" + field.pos() + "/type", field.name());
  }

  /** What elements are from their array. */
  static Spot items() {
    return new Spot("/items", ELEMENTS);
  }

  /** What values are from their map. */
  static Spot values() {
    return new Spot("/values", VALUES);
  }

  /** What has no name of its own. */
  static Spot unnamed(String path) {
    return new Spot(path, "");
  }

  /** The place of what stands there as seen from this one. */
  Spot then(Spot step) {
    boolean isPart =
        step.fields.isEmpty() || ELEMENTS.equals(step.fields) || VALUES.equals(step.fields);
    String dot = isPart || fields.isEmpty() ? "" : ".";
    return new Spot(path + step.path, end(fields + dot + step.fields));
  }

  private static String end(String fields) {
    return fields.length() <= LONGEST
        ? fields
        : CUT + fields.substring(fields.length() - LONGEST + CUT.length());
  }
}
