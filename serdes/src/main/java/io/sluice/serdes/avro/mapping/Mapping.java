package io.sluice.serdes.avro.mapping;

/**
 * How schemas are mapped; each by the setting of its name.
 *
 * @param metaData {@code connect.meta.data}: whether what Avro has no word for is kept in
 *     properties of the Avro schema
 * @param enhanced {@code enhanced.avro.schema.support}: whether enums are enums in Avro again, and
 *     members of unions have their full names
 * @param generalizedSums {@code generalized.sum.type.support}: whether enums and unions look the
 *     same as from other formats
 * @param scrubNames {@code scrub.invalid.names}: whether names that Avro does not allow are changed
 *     so that it does
 * @param optionalMapKeys {@code allow.optional.map.keys}: whether a map whose keys are optional
 *     texts is a map in Avro
 * @param flattenSingletons {@code flatten.singleton.unions}: whether a union of one type is that
 *     type
 */
public record Mapping(
    boolean metaData,
    boolean enhanced,
    boolean generalizedSums,
    boolean scrubNames,
    boolean optionalMapKeys,
    boolean flattenSingletons) {

  /** What holds unless settings say otherwise. */
  public static final Mapping STANDARD = new Mapping(true, false, false, false, false, false);

  /** The parameter that tells that a text is an enum. */
  String enumParameter() {
    return generalizedSums ? Names.GENERAL_ENUM : Names.ENUM;
  }
}
