package io.sluice.schema.json.compare;

import java.util.Set;

/** How much is taken on trust; {@code STRICT} and {@code LENIENT} are Confluent's. */
public enum Policy {
  /** Nothing: whatever is valid for the writer is valid for the reader. */
  EXACT,

  /**
   * As Confluent's registry, unless told otherwise: a reader fills in a property that has a
   * default, and the members of a {@code oneOf} exclude each other.
   */
  STRICT,

  /**
   * As Confluent's registry when it is told to be lenient: moreover, a writer writes no property
   * that its schema does not name, and a reader passes over those that its own does not name.
   */
  LENIENT;

  private static final Set<Kind> ON_TRUST =
      Set.of(
          Kind.PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL,
          Kind.PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL,
          Kind.PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL,
          Kind.PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL,
          Kind.ADDITIONAL_PROPERTIES_NARROWED,
          Kind.ADDITIONAL_PROPERTIES_REMOVED);

  boolean fillsDefaults() {
    return this != EXACT;
  }

  boolean trustsOneOf() {
    return this != EXACT;
  }

  /** Whether such a difference is none under this policy. */
  boolean forgives(Kind kind) {
    return this == LENIENT && ON_TRUST.contains(kind);
  }
}
