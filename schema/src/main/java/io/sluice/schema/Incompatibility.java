package io.sluice.schema;

import static java.util.Objects.requireNonNull;

/**
 * One reason why data of one schema cannot be read with another.
 *
 * @param kind what changed, as a constant of the format's documentation, such as {@code
 *     READER_FIELD_MISSING_DEFAULT_VALUE}; stable, for programs
 * @param path where in the schema, as the format writes paths: {@code /fields/1/type} in Avro,
 *     {@code #/properties/id} in JSON Schema, {@code #/Order/4} (message, number of the field) in
 *     Protobuf
 * @param description what changed there and what a reader makes of it, in a sentence
 */
public record Incompatibility(String kind, String path, String description) {
  /** The kind of {@link #tooComplex}. */
  public static final String TOO_COMPLEX = "TOO_COMPLEX";

  public Incompatibility {
    requireNonNull(kind, "kind is null");
    requireNonNull(path, "path is null");
    requireNonNull(description, "description is null");
  }

  /**
   * That a comparison was given up: whether the one schema can read the other is not known, which
   * counts as if it could not.
   *
   * @param steps how many pairs of parts were looked at
   */
  public static Incompatibility tooComplex(int steps) {
    return new Incompatibility(
        TOO_COMPLEX,
        "",
        "The comparison was given up after "
            + steps
            + " pairs of parts: the two schemas are too complex to be held against each other.");
  }
}
